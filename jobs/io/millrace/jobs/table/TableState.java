package io.millrace.jobs.table;

import io.millrace.transforms.InvalidInputException;
import java.util.Optional;

/** A table as it was before a run wrote to it. */
record TableState(TargetTable table, boolean existed, Optional<String> version) {

  static TableState of(TargetTable table) {
    boolean exists = table.exists();
    return new TableState(table, exists, exists ? table.commits().version() : Optional.empty());
  }

  /** Makes it so again, if nobody else has written since. */
  void restore(String run) {
    if (!table.exists()) {
      return;
    }
    if (!table.commits().isOnlyOf(run, version)) {
      throw new InvalidInputException(
          "sink.table: %s was written by somebody else since run %s, so what that run wrote stays; take it back by hand"
              .formatted(table.name(), run));
    }
    if (!existed) {
      table.drop();
    } else if (!table.commits().version().equals(version)) {
      table.restore(version, run);
    }
  }
}
