package io.millrace.jobs.table;

import java.time.Duration;

/**
 * Files in the table's folder that no version of it knows, left by writers that died.
 *
 * @param olderThan how old such a file must be, at least a day: a younger one may belong to a
 *     commit that is being made
 */
public record RemoveOrphanFiles(Duration olderThan) {

  private static final Duration LEAST = Duration.ofDays(1);

  public RemoveOrphanFiles {
    if (olderThan.compareTo(LEAST) < 0) {
      throw new IllegalArgumentException(
          "older-than must be at least 1 day: a younger file may belong to a commit that is being made");
    }
  }
}
