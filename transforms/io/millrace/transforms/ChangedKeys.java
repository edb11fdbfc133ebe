package io.millrace.transforms;

import static org.apache.spark.sql.functions.broadcast;

import java.math.BigInteger;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * The keys of some changes, against which rows are held that were there before.
 *
 * @param keys of any number of changes, one column per key column
 */
public record ChangedKeys(Dataset<Row> keys) {

  /** More of them are not sent to every task. */
  private static final BigInteger SENT_BYTES = BigInteger.valueOf(32L << 20);

  /** Whether every task may get them all, so that the rows need no shuffle. */
  public boolean areFew() {
    var bytes = keys.queryExecution().optimizedPlan().stats().sizeInBytes().bigInteger();
    return bytes.compareTo(SENT_BYTES) < 0;
  }

  /** The rows that have one of them. */
  public Dataset<Row> among(Dataset<Row> rows) {
    return join(rows, "left_semi");
  }

  /** The rows that have none of them. */
  Dataset<Row> without(Dataset<Row> rows) {
    return join(rows, "left_anti");
  }

  private Dataset<Row> join(Dataset<Row> rows, String type) {
    return rows.join(areFew() ? broadcast(keys) : keys, keys.columns(), type);
  }
}
