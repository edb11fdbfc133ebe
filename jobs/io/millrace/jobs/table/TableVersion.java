package io.millrace.jobs.table;

import java.time.Instant;

/**
 * A table as one commit left it: a snapshot of Iceberg, or a version of Delta.
 *
 * @param id as the format numbers it
 * @param at when it was committed
 */
public record TableVersion(String id, Instant at) {

  @Override
  public String toString() {
    return id + " of " + at;
  }
}
