package io.millrace.jobs.io;

/** A file format. */
public enum Format {
  /** Delimited text, one record per line; RFC 4180 unless options say otherwise. */
  CSV,
  /** JSON: one object per line, or documents. */
  JSON,
  /** Apache Parquet. */
  PARQUET
}
