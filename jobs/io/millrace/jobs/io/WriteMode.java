package io.millrace.jobs.io;

/** What becomes of the files that are in the target already. */
public enum WriteMode {
  /** They stay. Running the job again writes its rows again. */
  APPEND,
  /** They are replaced, all of them. */
  OVERWRITE,
  /** They are replaced in the partitions that this run writes, and stay in the others. */
  OVERWRITE_PARTITIONS,
  /** There must be none. */
  ERROR_IF_EXISTS
}
