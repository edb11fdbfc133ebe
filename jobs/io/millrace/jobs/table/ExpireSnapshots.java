package io.millrace.jobs.table;

import io.millrace.transforms.Default;
import java.time.Duration;

/**
 * Versions of a table that nobody reads any more, with the files that only they need.
 *
 * @param olderThan how long a version is kept after it was made
 * @param retainLast how many of them are kept whatever their age, for Iceberg
 */
public record ExpireSnapshots(Duration olderThan, @Default("1") int retainLast) {

  public ExpireSnapshots {
    if (olderThan.isNegative()) {
      throw new IllegalArgumentException("older-than must not be negative");
    }
    if (retainLast < 1) {
      throw new IllegalArgumentException("retain-last must be at least 1");
    }
  }
}
