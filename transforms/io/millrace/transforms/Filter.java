package io.millrace.transforms;

import static org.apache.spark.sql.functions.expr;

import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Keeps the rows for which {@code where}, a SQL condition, is true; false and null take a row out.
 * The rows taken out are counted in the run report.
 */
@Summary("Keeps the rows that meet a SQL condition; the others are counted as filtered.")
@Example("{ type = filter, where = \"http >= 400\" }")
public record Filter(String where) implements RowWise {

  public Filter {
    Require.notBlank(where, "where");
  }

  @Override
  public Dataset<Row> apply(Dataset<Row> rows) {
    return Trace.filter(rows, expr(where), "filter: " + where);
  }
}
