package io.millrace.jobs.text;

import org.apache.spark.sql.vectorized.ColumnVector;

/** Turns records of one format into rows of vectors. */
interface Decoder {

  /** The vector of a data column. */
  ColumnVector vector(String column);

  /** Begins a split, whose file's first record tells this; null if it has none, or nobody asked. */
  void start(FirstRecord first);

  /** Begins a batch. */
  void reset();

  /** Ends a batch, whose records lie in {@code buffer}. */
  void seal(byte[] buffer);

  /** Whether the line is no record: blank, or a comment. */
  boolean skips(byte[] bytes, int from, int to);

  /** Writes the record in {@code [from, to)}; false if it does not fit. */
  boolean decode(byte[] bytes, int from, int to, long position, int row);

  /** Makes every data column of the row null. */
  void setNull(int row);

  /** Why {@link #decode} said no: a sentence without any value. */
  String reason();

  /** The column that does not fit, or null. */
  String column();
}
