package io.millrace.transforms;

import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.when;

import io.millrace.udf.Functions;
import io.millrace.udf.TimestampParts;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataTypes;

/**
 * Takes a timestamp as it is written apart: adds {@code date} (string, {@code 01/17/2018}), {@code
 * time} (string, {@code 10:43:54}), {@code year} (int) and {@code month} (int, January is 1). The
 * clock is the one in the text, so neither the zone nor the language of a machine matters.
 *
 * @param column the timestamp, a string; null stays null
 * @param pattern as in {@link java.time.format.DateTimeFormatter}; {@code d} takes 6 and 06
 * @param dateFormat pattern of the column {@code date}
 * @param onInvalid what becomes of a row whose text is no timestamp of this pattern
 */
@Summary("Splits a timestamp into date, time, year and month, by a pattern.")
@Example("{ type = flatten-timestamp, column = timestamp, pattern = \"d/MMM/yyyy:HH:mm:ss\" }")
public record FlattenTimestamp(
    @Default("timestamp") String column,
    @Default("\"d/MMM/yyyy:HH:mm:ss\"") String pattern,
    @Default("\"MM/dd/yyyy\"") String dateFormat,
    @Default("reject") OnInvalid onInvalid)
    implements RowWise {

  private static final List<String> PARTS = List.of("date", "time", "year", "month");

  public FlattenTimestamp {
    Require.notBlank(column, "column");
    TimestampParts.check(Require.notBlank(pattern, "pattern"));
    TimestampParts.checkDatePattern(Require.notBlank(dateFormat, "date-format"));
  }

  /** Weblog timestamps such as {@code 6/Jan/2018:06:51:54}; what is none is a reject. */
  public FlattenTimestamp(String column) {
    this(column, "d/MMM/yyyy:HH:mm:ss", "MM/dd/yyyy", OnInvalid.REJECT);
  }

  @Override
  public Dataset<Row> apply(Dataset<Row> rows) {
    Require.columns(rows, this, List.of(column));
    Require.type(rows, this, column, DataTypes.StringType);
    Require.noColumns(rows, this, PARTS);
    Column text = Columns.named(column);
    Column parts =
        Functions.call(rows.sparkSession(), "timestamp_parts", text, lit(pattern), lit(dateFormat));
    Dataset<Row> judged = rows;
    if (onInvalid == OnInvalid.REJECT) {
      Column reason =
          when(text.isNotNull().and(parts.isNull()), lit(column + " is not " + pattern));
      judged = Trace.reject(rows, "flatten-timestamp", column, reason);
    }
    return Columns.adding(judged, PARTS, parts);
  }
}
