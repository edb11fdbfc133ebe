package io.millrace.transforms;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.when;

import java.util.Map;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructType;

/**
 * Changes the type of columns, column name to Spark SQL type. A value that does not fit the type
 * whole (not a number, out of range, a fraction, digits or a time of day that would be cut off) is
 * never changed in silence: by {@code on-invalid} the row is rejected, or the value becomes null.
 * Null stays null. Text becomes the nearest float or double. Else the rules are those of Spark's
 * {@code try_cast}, the same with and without ANSI mode.
 */
@Summary("Changes column types: column = SQL type; values that do not fit are rejects.")
@Example("{ type = cast, columns { http = int, bytes = bigint } }")
public record Cast(Map<String, String> columns, @Default("reject") OnInvalid onInvalid)
    implements RowWise {

  public Cast {
    Require.names(java.util.List.copyOf(columns.keySet()), "columns");
    columns.forEach(Cast::type);
    columns = Map.copyOf(columns);
  }

  /** Casts that reject what does not fit. */
  public Cast(Map<String, String> columns) {
    this(columns, OnInvalid.REJECT);
  }

  @Override
  public Dataset<Row> apply(Dataset<Row> rows) {
    Require.columns(rows, this, columns.keySet());
    Dataset<Row> judged = rows;
    for (String name : columns.keySet().stream().sorted().toList()) {
      if (onInvalid == OnInvalid.REJECT) {
        judged = Trace.reject(judged, "cast", name, reason(rows, name));
      }
    }
    return Trace.select(
        judged, Trace.dataColumns(judged).stream().map(name -> converted(rows, name)).toList());
  }

  private Column converted(Dataset<Row> rows, String name) {
    String key = key(name);
    if (key == null) {
      return Columns.named(name);
    }
    return when(misfit(rows, name).equalTo(false), cast(rows, name, type(key, columns.get(key))))
        .as(name);
  }

  private Column reason(Dataset<Row> rows, String key) {
    return when(
        Columns.named(key).isNotNull().and(misfit(rows, key)),
        lit(
            key
                + " does not fit "
                + type(key, columns.get(key)).sql().toLowerCase(java.util.Locale.ROOT)));
  }

  /** Whether the value cannot be given the type without a loss. */
  private Column misfit(Dataset<Row> rows, String name) {
    String key = key(name);
    DataType from = Require.field(rows, name).dataType();
    DataType to = type(key, columns.get(key));
    cast(rows, name, to);
    return coalesce(new CastLoss(quoted(name), from, to).lost(), lit(false));
  }

  private Column cast(Dataset<Row> rows, String name, DataType to) {
    try {
      Column cast = expr("try_cast(" + quoted(name) + " as " + to.sql() + ")");
      rows.select(cast).schema();
      return cast;
    } catch (Exception e) {
      throw new InvalidInputException(
          "cast: column %s is %s, which cannot become %s"
              .formatted(name, Require.field(rows, name).dataType().sql(), to.sql()),
          e);
    }
  }

  private String key(String name) {
    return columns.keySet().stream().filter(name::equalsIgnoreCase).findFirst().orElse(null);
  }

  private static String quoted(String name) {
    return "`" + name.replace("`", "``") + "`";
  }

  private static DataType type(String column, String type) {
    try {
      return StructType.fromDDL("c " + type).fields()[0].dataType();
    } catch (Exception e) {
      throw new IllegalArgumentException(
          "columns."
              + column
              + ": '"
              + type
              + "' is not a Spark SQL type, such as int or decimal(10,2)",
          e);
    }
  }
}
