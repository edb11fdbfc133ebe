package io.millrace.jobs.page;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;

/**
 * How many rows leave each step on the way to one output. A report counts rejected and filtered
 * rows by the name of the rule, so this is what follows from that for certain: forward from the
 * rows read, and backward from the rows written, as far as a step that may change their number.
 * Where two steps of one name share a count it is unknown between them.
 */
final class RowsPerStep {

  /** Of steps that judge within a sink, see {@code merge-into-files}. */
  private static final Set<String> OF_SINK = Set.of("schema-changes", "changes", "merge");

  private final List<JsonNode> steps;
  private final OptionalLong[] after;
  private final Map<String, Long> rejected = new TreeMap<>();
  private final Map<String, Long> filtered = new TreeMap<>();
  private final Set<String> recounting = new HashSet<>();
  private final OptionalLong changedByAll;
  private boolean placed = true;

  /**
   * Of one output.
   *
   * @param steps the source and all steps on the way to it
   */
  RowsPerStep(List<JsonNode> steps, OptionalLong read, JsonNode output) {
    this.steps = steps;
    this.after = new OptionalLong[steps.size()];
    java.util.Arrays.fill(after, OptionalLong.empty());
    Report.rejectedBy(output).forEach(one -> lose(one.rule(), one.rows(), rejected));
    Report.filteredBy(output).forEach((rule, rows) -> lose(rule, rows, filtered));
    Report.texts(output.path("steps-that-change-the-count"))
        .forEach(text -> recounting.add(text.replaceFirst(" .*", "")));
    changedByAll = Report.count(output, "changed-by-steps");
    boolean counted = output.path("rejected-by").isArray();
    if (counted && placed) {
      read.ifPresent(this::forward);
      Report.count(output, "written").ifPresent(this::backward);
    }
  }

  private void lose(String rule, long rows, Map<String, Long> losses) {
    String step = rule.replaceFirst("(?s):.*", "");
    if (step.equals("read") && !steps.isEmpty()) {
      step = name(0);
    }
    // The step current-state calls its rule so, too.
    boolean elsewhere = step.equals("changes") && names().contains("current-state");
    boolean judging = OF_SINK.contains(step) && !elsewhere;
    placed &= judging || names().contains(step);
    losses.merge(judging ? "" : step, rows, Long::sum);
  }

  private List<String> names() {
    List<String> names = new ArrayList<>();
    steps.forEach(step -> names.add(step.path("step").asText()));
    return names;
  }

  private String name(int step) {
    return steps.get(step).path("step").asText();
  }

  private long lost(String step) {
    return rejected.getOrDefault(step, 0L) + filtered.getOrDefault(step, 0L);
  }

  private void forward(long read) {
    long now = read;
    Set<String> open = new HashSet<>();
    for (int i = 0; i < steps.size() && !isRecounting(i); i++) {
      if (names().lastIndexOf(name(i)) == i) {
        now -= lost(name(i));
        open.remove(name(i));
      } else if (lost(name(i)) > 0) {
        open.add(name(i));
      }
      after[i] = open.isEmpty() ? OptionalLong.of(now) : OptionalLong.empty();
    }
  }

  private void backward(long written) {
    long now = written + lost("");
    Set<String> open = new HashSet<>();
    for (int i = steps.size() - 1; i >= 0; i--) {
      if (after[i].isEmpty() && open.isEmpty()) {
        after[i] = OptionalLong.of(now);
      }
      if (isRecounting(i)) {
        return;
      }
      if (names().indexOf(name(i)) == i) {
        now += lost(name(i));
        open.remove(name(i));
      } else if (lost(name(i)) > 0) {
        open.add(name(i));
      }
    }
  }

  /** Whether the step may add rows, or take some away without a word. */
  boolean isRecounting(int step) {
    return recounting.contains(steps.get(step).path("place").asText());
  }

  /** What a step added or took away without a word, where no other step did so. */
  OptionalLong changedBy(int step) {
    return isRecounting(step) && recounting.size() == 1 ? changedByAll : OptionalLong.empty();
  }

  /** Good rows after a step, if that is certain. */
  OptionalLong after(int step) {
    return after[step];
  }

  /** Rejected by a step; by all of its name, at the last of them. */
  long rejectedAt(int step) {
    return at(step, rejected);
  }

  /** The same of rows that were filtered out. */
  long filteredAt(int step) {
    return at(step, filtered);
  }

  private long at(int step, Map<String, Long> losses) {
    return names().lastIndexOf(name(step)) == step ? losses.getOrDefault(name(step), 0L) : 0;
  }

  /** How many steps have the name of this one. */
  long sharing(int step) {
    return names().stream().filter(name(step)::equals).count();
  }

  /** Rejected by the sink, as a merge does. */
  long rejectedAtSink() {
    return rejected.getOrDefault("", 0L);
  }
}
