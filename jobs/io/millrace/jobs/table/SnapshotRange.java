package io.millrace.jobs.table;

import io.millrace.transforms.Require;
import java.util.Optional;

/**
 * The changes that lead from one state of a table to another.
 *
 * @param from the older one, whose own changes are not among them: an Iceberg snapshot, branch or
 *     tag, or a Delta version
 * @param to the younger one, whose changes are; the newest if absent
 */
public record SnapshotRange(String from, Optional<String> to) {

  public SnapshotRange {
    Require.notBlank(from, "from");
    to.ifPresent(end -> Require.notBlank(end, "to"));
  }
}
