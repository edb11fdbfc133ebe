package io.millrace.jobs.io;

import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * An action that has looked at its target.
 *
 * @param sentences what would be done
 * @param work does it, and tells what was done, by name
 */
public record ActionPlan(List<String> sentences, Supplier<Map<String, Object>> work) {

  public ActionPlan {
    sentences = List.copyOf(sentences);
  }
}
