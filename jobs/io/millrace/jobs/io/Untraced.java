package io.millrace.jobs.io;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.raise_error;
import static org.apache.spark.sql.functions.when;

import io.millrace.transforms.Trace;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Rows for somebody who knows nothing of the trace: a row that was set aside fails the query. */
final class Untraced {

  private Untraced() {}

  static Dataset<Row> of(Dataset<Row> rows) {
    if (!Trace.isOn(rows)) {
      return rows;
    }
    Column aside = col(Trace.ASIDE);
    Column message =
        concat(
            aside.getField("file"),
            // A file that cannot be read is a reject as a whole.
            coalesce(concat(lit(", position "), aside.getField("position")), lit("")),
            lit(": "),
            aside.getField("reason"));
    return rows.where(when(aside.isNotNull(), raise_error(message)).otherwise(lit(true)))
        .drop(Trace.FILE, Trace.POSITION, Trace.RAW, Trace.ASIDE);
  }
}
