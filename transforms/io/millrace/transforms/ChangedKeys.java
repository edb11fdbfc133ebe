package io.millrace.transforms;

import static org.apache.spark.sql.functions.broadcast;

import java.math.BigInteger;
import java.util.Arrays;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * The keys of some changes, against which rows are held that were there before.
 *
 * @param keys one column per key column
 * @param number of them, about; those that occur twice count twice
 */
public record ChangedKeys(Dataset<Row> keys, long number) {

  /** More of them are not sent to every task. */
  private static final BigInteger SENT_BYTES = BigInteger.valueOf(32L << 20);

  /** Nor more than these, since Spark guesses the size by the other columns that there were. */
  private static final long SENT = 1L << 21;

  /** Whether every task may get them all, so that the rows need no shuffle. */
  public boolean areFew() {
    if (number > SENT) {
      return false;
    }
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
    // Said here, since Spark adds it to one kind of join only, and would then send the keys twice.
    Column whole =
        Arrays.stream(keys.columns())
            .map(name -> Columns.named(name).isNotNull())
            .reduce(Column::and)
            .orElseThrow();
    Dataset<Row> known = keys.where(whole);
    return rows.join(areFew() ? broadcast(known) : known, keys.columns(), type);
  }
}
