package io.millrace.transforms;

import static org.apache.spark.sql.functions.expr;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.RelationalGroupedDataset;
import org.apache.spark.sql.Row;

/**
 * One row per group: the columns {@code by}, then {@code columns}, name to SQL expression over the
 * rows of the group. Null makes a group of its own.
 *
 * @param by columns that make a group; without any, all rows are one group
 */
@Summary("One row per group, with columns computed by SQL over its rows: name = aggregate.")
@Example("{ type = aggregate, by = [toppage], columns { views = \"count(*)\" } }")
public record Aggregate(@Default("[]") List<String> by, Map<String, String> columns)
    implements Transform {

  public Aggregate {
    by = by.isEmpty() ? List.of() : Require.names(by, "by");
    Require.names(List.copyOf(columns.keySet()), "columns");
    columns.forEach(SqlExpression::ofColumn);
    columns = Collections.unmodifiableMap(new LinkedHashMap<>(columns));
    for (String name : columns.keySet()) {
      if (by.stream().anyMatch(name::equalsIgnoreCase)) {
        throw new IllegalArgumentException(
            "columns." + name + ": 'by' has a column of this name; choose another");
      }
    }
  }

  @Override
  public Dataset<Row> apply(Dataset<Row> rows) {
    Require.columns(rows, this, by);
    RelationalGroupedDataset groups =
        rows.groupBy(by.stream().map(Columns::named).toArray(Column[]::new));
    List<Column> computed = new ArrayList<>();
    columns.forEach((name, sql) -> computed.add(checked(groups, name, sql)));
    return groups.agg(computed.get(0), computed.subList(1, computed.size()).toArray(Column[]::new));
  }

  private Column checked(RelationalGroupedDataset groups, String name, String sql) {
    try {
      Column computed = expr(sql).as(name);
      groups.agg(computed).schema();
      return computed;
    } catch (Exception e) {
      // Spark throws its checked AnalysisException undeclared.
      throw SqlExpression.ofColumn(name, sql).refused(this, "the rows of a group", e);
    }
  }
}
