package io.millrace.transforms;

import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Keeps {@code columns}, in this order, and drops all others. */
@Summary("Keeps these columns, in this order.")
@Example("{ type = select, columns = [username, toppage] }")
public record Select(List<String> columns) implements RowWise {

  public Select {
    columns = Require.names(columns, "columns");
  }

  @Override
  public Dataset<Row> apply(Dataset<Row> rows) {
    Require.columns(rows, this, columns);
    return Trace.select(rows, columns.stream().map(Columns::named).toList());
  }
}
