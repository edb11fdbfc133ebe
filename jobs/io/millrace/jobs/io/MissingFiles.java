package io.millrace.jobs.io;

/** What is said of files that were read and are gone. */
public enum MissingFiles {
  /** The run fails: they may have been the rows of a source table that was truncated. */
  FAIL,
  /** Nothing: somebody tidies up behind the job. */
  IGNORE
}
