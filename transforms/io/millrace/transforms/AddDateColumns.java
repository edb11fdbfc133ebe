package io.millrace.transforms;

import static org.apache.spark.sql.functions.dayofmonth;
import static org.apache.spark.sql.functions.hour;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.month;
import static org.apache.spark.sql.functions.to_date;
import static org.apache.spark.sql.functions.when;
import static org.apache.spark.sql.functions.year;

import io.millrace.udf.Functions;
import io.millrace.udf.TimestampParts;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;

/**
 * Adds parts of a date or timestamp as columns, to partition by. A text is read by the clock in it;
 * a timestamp by the clock of the session's time zone, {@code spark.sql.session.timeZone}.
 *
 * @param column a date, a timestamp, or a string with a {@code pattern}; null stays null
 * @param pattern of a string, as in {@link java.time.format.DateTimeFormatter}
 * @param parts the columns to add, in this order
 * @param prefix of their names: {@code ingest_} gives {@code ingest_year}
 * @param onInvalid what becomes of a row whose text is no date of this pattern
 */
@Summary("Adds year, month and day of a date, timestamp or text; also hour and date.")
@Example("{ type = add-date-columns, column = pickup_date, parts = [year, month] }")
public record AddDateColumns(
    String column,
    Optional<String> pattern,
    @Default("[year, month, day]") List<DatePart> parts,
    @Default("\"\"") String prefix,
    @Default("reject") OnInvalid onInvalid)
    implements RowWise {

  public AddDateColumns {
    Require.notBlank(column, "column");
    pattern.ifPresent(text -> TimestampParts.check(Require.notBlank(text, "pattern")));
    parts = List.copyOf(parts);
    Require.names(
        parts.stream().map(part -> part.name().toLowerCase(Locale.ROOT)).toList(), "parts");
    if (parts.contains(DatePart.HOUR) && !pattern.orElse("H").matches(".*[HkKh].*")) {
      throw new IllegalArgumentException("parts has hour, but pattern has none");
    }
  }

  /** Year, month and day of a date or timestamp. */
  public AddDateColumns(String column) {
    this(
        column,
        Optional.empty(),
        List.of(DatePart.YEAR, DatePart.MONTH, DatePart.DAY),
        "",
        OnInvalid.REJECT);
  }

  @Override
  public Dataset<Row> apply(Dataset<Row> rows) {
    Require.columns(rows, this, List.of(column));
    checkType(Require.field(rows, column).dataType());
    Require.noColumns(rows, this, parts.stream().map(this::name).toList());
    Dataset<Row> judged = rows;
    if (pattern.isPresent() && onInvalid == OnInvalid.REJECT) {
      Column wrong = Columns.named(column).isNotNull().and(written(rows).isNull());
      Column reason = when(wrong, lit(column + " is not " + pattern.get()));
      judged = Trace.reject(rows, "add-date-columns", column, reason);
    }
    List<Column> all = new ArrayList<>();
    Trace.dataColumns(rows).forEach(name -> all.add(Columns.named(name)));
    parts.forEach(
        part -> all.add((pattern.isPresent() ? ofText(rows, part) : of(part)).as(name(part))));
    return Trace.select(judged, all);
  }

  private void checkType(DataType type) {
    boolean text = type.equals(DataTypes.StringType);
    boolean date = type.equals(DataTypes.DateType);
    String problem = null;
    if (text && pattern.isEmpty()) {
      problem = "give its pattern, such as yyyy-MM-dd";
    } else if (!text && pattern.isPresent()) {
      problem = "only a string has a pattern; leave it out";
    } else if (date && parts.contains(DatePart.HOUR)) {
      problem = "a date has no hour";
    } else if (!text && !date && !type.catalogString().startsWith("timestamp")) {
      problem = "it must be a date, a timestamp or a string";
    }
    if (problem != null) {
      throw new InvalidInputException(
          "add-date-columns: column %s is %s: %s".formatted(column, type.catalogString(), problem));
    }
  }

  private String name(DatePart part) {
    return prefix + part.name().toLowerCase(Locale.ROOT);
  }

  private Column of(DatePart part) {
    Column time = Columns.named(column);
    return switch (part) {
      case YEAR -> year(time);
      case MONTH -> month(time);
      case DAY -> dayofmonth(time);
      case HOUR -> hour(time);
      case DATE -> to_date(time);
    };
  }

  private Column ofText(Dataset<Row> rows, DatePart part) {
    Column written = written(rows);
    Column date = written.getField("date");
    return switch (part) {
      case YEAR -> written.getField("year");
      case MONTH -> written.getField("month");
      case DAY -> date.substr(9, 2).cast("int");
      case HOUR -> written.getField("time").substr(1, 2).cast("int");
      case DATE -> date.cast("date");
    };
  }

  private Column written(Dataset<Row> rows) {
    return Functions.call(
        rows.sparkSession(),
        "timestamp_parts",
        Columns.named(column),
        lit(pattern.orElseThrow()),
        lit("yyyy-MM-dd"));
  }
}
