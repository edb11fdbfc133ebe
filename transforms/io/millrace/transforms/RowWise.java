package io.millrace.transforms;

/**
 * A step that turns each row into one row and leaves the columns of {@link Trace} alone, so rows
 * that were set aside earlier travel through it to the sink. A job gives any other step only the
 * rows that are still good.
 */
public interface RowWise extends Transform {

  /** Whether it does so with the parameters that it has. */
  default boolean isRowWise() {
    return true;
  }
}
