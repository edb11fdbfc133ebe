package io.millrace.jobs.table;

import io.millrace.transforms.InvalidInputException;
import java.util.Optional;

/** A table as it was before a run wrote to it. */
record TableState(TargetTable table, boolean existed, Optional<String> version) {

  static TableState of(TargetTable table) {
    boolean exists = table.exists();
    return new TableState(table, exists, exists ? table.commits().version() : Optional.empty());
  }

  /** Takes back what a run has committed since, if nobody else has written after it. */
  void restore(String run) {
    if (!table.exists()) {
      return;
    }
    CommitLog commits = table.commits();
    if (existed && !commits.has(run, version)) {
      return;
    }
    if (!commits.endsWith(run, version)) {
      throw new InvalidInputException(
          "sink.table: %s was written by somebody else since run %s, so what that run wrote stays; take it back by hand"
              .formatted(table.name(), run));
    }
    Optional<String> before = commits.before(run, version);
    if (!existed && before.isEmpty()) {
      table.drop();
    } else if (!commits.version().equals(before)) {
      table.restore(before, run);
    }
  }
}
