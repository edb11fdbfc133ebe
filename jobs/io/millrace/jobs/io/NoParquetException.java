package io.millrace.jobs.io;

/** A file could be read, and is no Parquet; says why, in words that hold for other files too. */
final class NoParquetException extends Exception {

  private static final long serialVersionUID = 1L;

  NoParquetException(String reason, Throwable cause) {
    super(reason, cause);
  }
}
