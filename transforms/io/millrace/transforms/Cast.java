package io.millrace.transforms;

import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.when;

import java.util.Map;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataType;

/**
 * Changes the type of columns, column name to Spark SQL type. A value that does not fit the type
 * whole (not a number, out of range, a fraction or digits that would be cut off) is never changed
 * in silence: by {@code on-invalid} the row is rejected, or the value becomes null. Null stays
 * null. The rules are those of Spark's {@code try_cast}, the same with and without ANSI mode.
 */
@Summary("Changes column types: column = SQL type; values that do not fit are rejects.")
@Example("{ type = cast, columns { http = int, bytes = bigint } }")
public record Cast(Map<String, String> columns, @Default("reject") OnInvalid onInvalid)
    implements RowWise {

  public Cast {
    Require.names(java.util.List.copyOf(columns.keySet()), "columns");
    columns.forEach(TryCast::type);
    columns = Map.copyOf(columns);
  }

  /** Casts that reject what does not fit. */
  public Cast(Map<String, String> columns) {
    this(columns, OnInvalid.REJECT);
  }

  @Override
  public Dataset<Row> apply(Dataset<Row> rows) {
    return apply(rows, "cast");
  }

  /** The same, with rejects that name another rule, for whoever casts on a user's behalf. */
  public Dataset<Row> apply(Dataset<Row> rows, String rule) {
    Require.columns(rows, this, columns.keySet());
    Dataset<Row> judged = rows;
    for (String name : columns.keySet().stream().sorted().toList()) {
      if (onInvalid == OnInvalid.REJECT) {
        judged = Trace.reject(judged, rule, name, reason(rows, name));
      }
    }
    return Trace.select(
        judged, Trace.dataColumns(judged).stream().map(name -> converted(rows, name)).toList());
  }

  private Column converted(Dataset<Row> rows, String name) {
    return key(name) == null ? Columns.named(name) : cast(rows, name).value().as(name);
  }

  private Column reason(Dataset<Row> rows, String name) {
    TryCast cast = cast(rows, name);
    return when(cast.misfit(), lit(name + " does not fit " + cast.target()));
  }

  private TryCast cast(Dataset<Row> rows, String name) {
    DataType from = Require.field(rows, name).dataType();
    String key = key(name);
    TryCast cast = new TryCast(Columns.quoted(name), from, TryCast.type(key, columns.get(key)));
    if (!cast.isPossible(rows)) {
      throw new InvalidInputException(
          "cast: column %s is %s, which cannot become %s"
              .formatted(name, from.sql(), cast.to().sql()));
    }
    return cast;
  }

  private String key(String name) {
    return columns.keySet().stream().filter(name::equalsIgnoreCase).findFirst().orElse(null);
  }
}
