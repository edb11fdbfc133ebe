package io.millrace.jobs.io;

/** What becomes of a partition in a catalog whose folder has no file any more. */
public enum GonePartitions {
  /** It stays, and is counted. */
  KEEP,
  /** It is taken out of the catalog. */
  DROP
}
