package io.millrace.jobs.ledger;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;

/**
 * A batch that is done, or another entry of a ledger.
 *
 * @param number of the entry; later ones have higher numbers
 * @param kind {@code batch}, {@code mark-read}, {@code forget}, {@code rewind} or {@code reset}
 * @param at when it was done, ISO 8601 in UTC
 * @param run that did it; empty where none did
 * @param files how many
 * @param bytes of these files
 * @param read rows read; -1 where none were counted
 * @param written rows written; -1 where none were counted
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record BatchRecord(
    int number,
    String kind,
    String at,
    String run,
    long files,
    long bytes,
    long read,
    long written) {

  /** Its kind if files were read. */
  public static final String BATCH = "batch";
}
