package io.millrace.transforms;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.when;

import io.millrace.udf.Functions;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataTypes;

/**
 * Unpacks what a CloudWatch Logs subscription sends, gzip and base64 of JSON: adds {@code
 * log_group}, {@code log_stream} and {@code log_events}, an array of structs of {@code id}, {@code
 * timestamp} and {@code message}, for {@code explode}. Control messages are filtered out; what is
 * no such envelope, or one of another type, is a reject.
 *
 * @param column the envelope: base64 as a string, or the packed bytes as binary
 */
@Summary("Unpacks the envelopes of a CloudWatch Logs subscription into arrays of log events.")
@Example("{ type = unpack-log-events, column = data }")
public record UnpackLogEvents(@Default("data") String column) implements RowWise {

  private static final String RULE = "unpack-log-events";
  private static final String PACKED = Trace.PREFIX + "packed";
  private static final String OBJECTS = Trace.PREFIX + "objects";
  private static final String ENVELOPE = Trace.PREFIX + "envelope";
  private static final List<String> ADDED = List.of("log_group", "log_stream", "log_events");
  private static final String SCHEMA =
      "messageType string, logGroup string, logStream string,"
          + " logEvents array<struct<id: string, timestamp: bigint, message: string>>,"
          + " malformed string";

  /** Milliseconds of the years 1 to 9999. */
  private static final String IN_TIME = "between -62135596800000 and 253402300799999";

  private static final String TWICE =
      "size(json_object_keys(%1$s)) <> size(array_distinct(json_object_keys(%1$s)))";

  public UnpackLogEvents {
    Require.notBlank(column, "column");
  }

  /** Of the column {@code data}. */
  public UnpackLogEvents() {
    this("data");
  }

  @Override
  public Dataset<Row> apply(Dataset<Row> rows) {
    Require.columns(rows, this, List.of(column));
    Require.type(rows, this, column, DataTypes.StringType, DataTypes.BinaryType);
    Require.noColumns(rows, this, ADDED);
    Dataset<Row> judged = Trace.reject(opened(rows), RULE, column, reason());
    Column control = col(ENVELOPE).getField("messageType").equalTo("CONTROL_MESSAGE");
    judged = Trace.filter(judged, coalesce(control.equalTo(false), lit(true)), RULE);
    List<Column> all = new ArrayList<>();
    Trace.dataColumns(rows).forEach(name -> all.add(Columns.named(name)));
    all.add(col(ENVELOPE).getField("logGroup").as("log_group"));
    all.add(col(ENVELOPE).getField("logStream").as("log_stream"));
    all.add(events().as("log_events"));
    return Trace.select(judged, all).drop(PACKED, OBJECTS, ENVELOPE);
  }

  /** Each stage a column of its own, so that nothing is unpacked twice. */
  private Dataset<Row> opened(Dataset<Row> rows) {
    boolean text = Require.field(rows, column).dataType().equals(DataTypes.StringType);
    String name = Columns.quoted(column);
    Column packed = expr(text ? "try_to_binary(" + name + ", 'base64')" : name);
    Column json = Functions.call(rows.sparkSession(), "gunzip", col(PACKED)).cast("string");
    Column objects = Functions.call(rows.sparkSession(), "json_objects", json);
    Column envelope =
        expr(
            "from_json(get(%s, 0), '%s', map('columnNameOfCorruptRecord', 'malformed'))"
                .formatted(OBJECTS, SCHEMA));
    return rows.withColumn(PACKED, packed)
        .withColumn(OBJECTS, objects)
        .withColumn(ENVELOPE, envelope);
  }

  private Column reason() {
    Column type = col(ENVELOPE).getField("messageType");
    Column events = col(ENVELOPE).getField("logEvents");
    Column late =
        expr("exists(%s.logEvents, e -> not(e.timestamp %s))".formatted(ENVELOPE, IN_TIME));
    return when(Columns.named(column).isNull(), lit(column + " is null"))
        .when(col(PACKED).isNull(), lit(column + " is not base64"))
        .when(
            col(OBJECTS).isNull(),
            lit(column + " is not gzip of a JSON object in UTF-8, or more than 64 MiB"))
        .when(expr("size(" + OBJECTS + ") <> 1"), lit(column + " does not hold one JSON object"))
        .when(
            col(ENVELOPE).isNull().or(col(ENVELOPE).getField("malformed").isNotNull()),
            lit(column + " is not JSON of a log envelope"))
        .when(repeated(), lit(column + " has a key twice in one object"))
        .when(
            coalesce(type, lit("")).isin("DATA_MESSAGE", "CONTROL_MESSAGE").equalTo(false),
            lit(column + " has a messageType other than DATA_MESSAGE and CONTROL_MESSAGE"))
        .when(type.equalTo("DATA_MESSAGE").and(events.isNull()), lit(column + " has no logEvents"))
        .when(
            expr("exists(" + ENVELOPE + ".logEvents, e -> e is null)"),
            lit(column + " has an event that is null"))
        .when(late, lit(column + " has an event outside of the years 1 to 9999"));
  }

  /** Spark would take the last of them, and lose the others in silence. */
  private static Column repeated() {
    String object = "get(" + OBJECTS + ", 0)";
    String events = "from_json(%s, 'logEvents array<string>').logEvents".formatted(object);
    return expr(TWICE.formatted(object))
        .or(expr("exists(%s, e -> %s)".formatted(events, TWICE.formatted("e"))));
  }

  private static Column events() {
    return expr(
        """
        transform(%s.logEvents, e -> named_struct(
          'id', e.id,
          'timestamp', case when e.timestamp %s then timestamp_millis(e.timestamp) end,
          'message', e.message))
        """
            .formatted(ENVELOPE, IN_TIME));
  }
}
