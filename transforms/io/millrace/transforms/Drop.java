package io.millrace.transforms;

import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Removes {@code columns}; each of them must be there, and one column must be left. */
@Summary("Removes these columns.")
@Example("{ type = drop, columns = [ssn, cc, password] }")
public record Drop(List<String> columns) implements RowWise {

  public Drop {
    columns = Require.names(columns, "columns");
  }

  @Override
  public Dataset<Row> apply(Dataset<Row> rows) {
    Require.columns(rows, this, columns);
    List<String> kept =
        Trace.dataColumns(rows).stream()
            .filter(name -> columns.stream().noneMatch(name::equalsIgnoreCase))
            .toList();
    if (kept.isEmpty()) {
      throw new InvalidInputException("drop: no column would be left; keep at least one");
    }
    return Trace.select(rows, kept.stream().map(Columns::named).toList());
  }
}
