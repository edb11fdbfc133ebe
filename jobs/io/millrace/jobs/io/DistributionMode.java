package io.millrace.jobs.io;

/** How rows are distributed over the tasks that write them; the words are Iceberg's. */
public enum DistributionMode {
  /** As they come: no shuffle, and each task has a file in each partition it meets. */
  NONE,
  /** Rows of a partition together: one shuffle, and few files of about the target size. */
  HASH
}
