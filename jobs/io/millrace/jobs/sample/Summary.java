package io.millrace.jobs.sample;

import java.util.Map;

/**
 * What a sample lake holds.
 *
 * @param dirt the number of malformed lines in useractivity, for every kind
 */
public record Summary(
    Written zipcodes, Written userprofile, Written useractivity, Map<Dirt, Long> dirt) {

  /** A file: rows without the header, bytes with it. */
  public record Written(String path, long rows, long bytes) {}

  /** All malformed lines. */
  public long dirtyRows() {
    return dirt.values().stream().mapToLong(Long::longValue).sum();
  }
}
