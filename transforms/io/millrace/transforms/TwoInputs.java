package io.millrace.transforms;

import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * A step with a second input, nested in it. Alone the step reads that input itself; a job opens it,
 * counts its rows, and sends those that do not fit to the rejects.
 */
public interface TwoInputs extends Transform {

  /** The second input. */
  Source with();

  /** The step over rows of both. */
  Dataset<Row> apply(Dataset<Row> rows, Dataset<Row> second);

  @Override
  default Dataset<Row> apply(Dataset<Row> rows) {
    return apply(rows, with().read(rows.sparkSession()));
  }
}
