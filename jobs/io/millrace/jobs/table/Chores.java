package io.millrace.jobs.table;

import java.time.Duration;
import java.util.Optional;

/**
 * What is to be done to a table, in this order.
 *
 * @param rewriteManifests whether the lists of files are put in the order of the partitions
 */
public record Chores(
    Optional<Compact> compact,
    Optional<ExpireSnapshots> expireSnapshots,
    Optional<RemoveOrphanFiles> removeOrphanFiles,
    boolean rewriteManifests) {

  public Chores {
    if (compact.isEmpty()
        && expireSnapshots.isEmpty()
        && removeOrphanFiles.isEmpty()
        && !rewriteManifests) {
      throw new IllegalArgumentException(
          "say what is to be done: compact {}, expire-snapshots { older-than = 7 days }, remove-orphan-files { older-than = 3 days } or rewrite-manifests = true");
    }
  }

  static String words(Duration duration) {
    return duration.equals(Duration.ofDays(duration.toDays()))
        ? duration.toDays() + " days"
        : duration.toSeconds() + " s";
  }
}
