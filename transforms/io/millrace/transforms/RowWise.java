package io.millrace.transforms;

import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

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

  /**
   * The rows with those set aside that the step cannot take, where it is not row-wise: a job asks
   * for this first, as the step itself sees good rows only.
   */
  default Dataset<Row> judged(Dataset<Row> rows) {
    return rows;
  }

  /** What the step makes of {@link #judged} rows of which only the good ones are left. */
  default Dataset<Row> applyJudged(Dataset<Row> good) {
    return apply(good);
  }
}
