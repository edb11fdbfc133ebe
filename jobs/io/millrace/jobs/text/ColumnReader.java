package io.millrace.jobs.text;

import org.apache.spark.sql.vectorized.ColumnVector;

/** Turns the text of one column into values of its type. */
interface ColumnReader {

  ColumnVector vector();

  /** Begins a batch. */
  void reset();

  /** Ends a batch, whose text lies in {@code buffer}. */
  void seal(byte[] buffer);

  void setNull(int row);

  /** Sets the value that stands in {@code [from, to)}; false if it is none of the type. */
  boolean set(int row, byte[] bytes, int from, int to, byte kind);

  /** Why {@link #set} said no. */
  String mismatch();
}
