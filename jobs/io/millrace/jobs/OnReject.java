package io.millrace.jobs;

/** What a job does with rows that do not fit. */
public enum OnReject {
  /** Writes them to the rejects path and goes on. */
  QUARANTINE,
  /** Fails at the first one, and writes nothing. */
  FAIL,
  /** Counts them by reason and goes on without them. */
  DROP
}
