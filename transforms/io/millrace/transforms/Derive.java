package io.millrace.transforms;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Adds columns, name to SQL expression over a row of the input. Expressions do not see each other;
 * a second {@code derive} does. New columns stand behind the others.
 *
 * @param replace whether a column of that name may be there; it is then replaced at its place
 */
@Summary("Adds columns computed by SQL: name = expression over the row.")
@Example("{ type = derive, columns { body_length = \"length(body)\" } }")
public record Derive(Map<String, String> columns, @Default("false") boolean replace)
    implements RowWise {

  public Derive {
    Require.names(List.copyOf(columns.keySet()), "columns");
    columns.forEach(SqlExpression::ofColumn);
    columns = Collections.unmodifiableMap(new LinkedHashMap<>(columns));
  }

  /** New columns only. */
  public Derive(Map<String, String> columns) {
    this(columns, false);
  }

  @Override
  public Dataset<Row> apply(Dataset<Row> rows) {
    if (!replace) {
      Require.noColumns(rows, this, columns.keySet());
    }
    List<Column> all = new ArrayList<>();
    List<String> added = new ArrayList<>(columns.keySet());
    for (String name : Trace.dataColumns(rows)) {
      String key = added.stream().filter(name::equalsIgnoreCase).findFirst().orElse(null);
      all.add(key == null ? Columns.named(name) : value(rows, key));
      added.remove(key);
    }
    added.forEach(name -> all.add(value(rows, name)));
    return Trace.select(rows, all);
  }

  private Column value(Dataset<Row> rows, String name) {
    return SqlExpression.ofColumn(name, columns.get(name)).ofARow(rows, this).as(name);
  }
}
