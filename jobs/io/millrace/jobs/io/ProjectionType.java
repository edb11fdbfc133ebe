package io.millrace.jobs.io;

/** How Athena finds the values of a partition key. */
public enum ProjectionType {
  /** They are listed. */
  ENUM,
  /** They are whole numbers of a range. */
  INTEGER,
  /** They are times of a range, in a format. */
  DATE,
  /** Every query names them. */
  INJECTED
}
