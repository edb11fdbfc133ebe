package io.millrace.transforms;

import io.millrace.udf.Functions;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataTypes;

/**
 * Takes an HTTP request line such as {@code GET /petstore/Cats/Treats?page=2 HTTP/1.1}, quoted or
 * not, apart: adds {@code requesttype} (GET), {@code topdomain} (petstore), {@code toppage} (Cats)
 * and {@code subpage} (Treats), all strings. A part that is missing is null; further parts of the
 * path, the query and the protocol are left out.
 *
 * @param column the request, a string
 */
@Summary("Splits an HTTP request line into requesttype, topdomain, toppage and subpage.")
@Example("{ type = flatten-request, column = request }")
public record FlattenRequest(@Default("request") String column) implements RowWise {

  private static final List<String> PARTS =
      List.of("requesttype", "topdomain", "toppage", "subpage");

  public FlattenRequest {
    Require.notBlank(column, "column");
  }

  /** Of the column {@code request}. */
  public FlattenRequest() {
    this("request");
  }

  @Override
  public Dataset<Row> apply(Dataset<Row> rows) {
    Require.columns(rows, this, List.of(column));
    Require.type(rows, this, column, DataTypes.StringType);
    Require.noColumns(rows, this, PARTS);
    Column parts = Functions.call(rows.sparkSession(), "request_parts", Columns.named(column));
    return Columns.adding(rows, PARTS, parts);
  }
}
