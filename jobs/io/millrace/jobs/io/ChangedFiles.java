package io.millrace.jobs.io;

/** What becomes of a file that was read and has changed since. */
public enum ChangedFiles {
  /** The run fails. */
  FAIL,
  /** All of it is read again. */
  REREAD,
  /** It is not read again. */
  IGNORE
}
