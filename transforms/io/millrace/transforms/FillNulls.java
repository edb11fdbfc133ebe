package io.millrace.transforms;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.lit;

import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * Puts a value where a column is null, column name to value. The value has the column's type; one
 * that does not fit it is refused before any row is read. An empty string and NaN are not null.
 */
@Summary("Puts a value where a column is null: column = value, of the column's type.")
@Example("{ type = fill-nulls, columns { bytes = 0, subpage = none } }")
public record FillNulls(Map<String, String> columns) implements RowWise {

  private static final StructType TEXT = new StructType().add("text", DataTypes.StringType);

  public FillNulls {
    Require.names(List.copyOf(columns.keySet()), "columns");
    columns = Map.copyOf(columns);
  }

  @Override
  public Dataset<Row> apply(Dataset<Row> rows) {
    Require.columns(rows, this, columns.keySet());
    List<Column> filled =
        Trace.dataColumns(rows).stream().map(name -> filled(rows, name).as(name)).toList();
    return Trace.select(rows, filled);
  }

  private Column filled(Dataset<Row> rows, String name) {
    Column value = Columns.named(name);
    for (Map.Entry<String, String> entry : columns.entrySet()) {
      if (entry.getKey().equalsIgnoreCase(name)) {
        DataType type = Require.field(rows, name).dataType();
        refuseMisfit(rows, name, type, entry.getValue());
        return coalesce(value, lit(entry.getValue()).cast(type));
      }
    }
    return value;
  }

  /** Asks Spark about the one value; that is planning, and no job. */
  private static void refuseMisfit(Dataset<Row> rows, String name, DataType type, String text) {
    if (type.equals(DataTypes.StringType)) {
      return;
    }
    Dataset<Row> given =
        rows.sparkSession().createDataFrame(List.of(RowFactory.create(text)), TEXT);
    TryCast cast = new TryCast("text", DataTypes.StringType, type);
    boolean fits =
        cast.isPossible(given)
            && given
                .select(cast.misfit().or(expr("text is null")))
                .collectAsList()
                .equals(List.of(RowFactory.create(false)));
    if (!fits) {
      throw new InvalidInputException(
          "fill-nulls: column %s is %s, and '%s' is not"
              .formatted(name, type.catalogString(), text));
    }
  }
}
