package io.millrace.transforms;

import static org.apache.spark.sql.functions.lpad;
import static org.apache.spark.sql.functions.rpad;
import static org.apache.spark.sql.functions.when;

import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;

/**
 * Makes texts at least {@code length} characters long: zip {@code 705} becomes {@code 00705}.
 * Longer texts stay as they are, null stays null.
 *
 * @param columns strings; cast a number before, as in {@code { type = cast, columns { zip = string
 *     } }}
 * @param length in characters
 * @param side where the padding goes
 * @param with what is put there, again and again
 */
@Summary("Makes texts at least so many characters long, by zeros on the left or what is given.")
@Example("{ type = pad, columns = [zip], length = 5, with = \"0\" }")
public record Pad(
    List<String> columns, int length, @Default("left") Side side, @Default("\"0\"") String with)
    implements RowWise {

  public Pad {
    columns = Require.names(columns, "columns");
    if (length < 1) {
      throw new IllegalArgumentException("length must be at least 1, was " + length);
    }
    if (with.isEmpty()) {
      throw new IllegalArgumentException("with must not be empty");
    }
  }

  /** Zeros on the left. */
  public Pad(List<String> columns, int length) {
    this(columns, length, Side.LEFT, "0");
  }

  @Override
  public Dataset<Row> apply(Dataset<Row> rows) {
    Require.columns(rows, this, columns);
    columns.forEach(name -> Require.type(rows, this, name, DataTypes.StringType));
    return Columns.replacing(rows, columns, this::padded);
  }

  /** Spark's functions would cut off what is too long. */
  private Column padded(Column text) {
    Column padded = side == Side.LEFT ? lpad(text, length, with) : rpad(text, length, with);
    return when(functions.length(text).lt(length), padded).otherwise(text);
  }
}
