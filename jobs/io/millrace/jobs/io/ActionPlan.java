package io.millrace.jobs.io;

import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * An action that has looked at its target.
 *
 * @param sentences what would be done
 * @param work does it, and puts what was done there as it is done, by name: what a failure leaves
 *     is told too
 */
public record ActionPlan(List<String> sentences, Consumer<Map<String, Object>> work) {

  public ActionPlan {
    sentences = List.copyOf(sentences);
  }
}
