package io.millrace.transforms;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.when;

import io.millrace.udf.Functions;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * Takes a text that is one delimited record, such as the message of a log event, apart: each field
 * becomes a column behind the others; the text stays. Quotes are read as {@code read-files} reads
 * them, values are cast as {@code cast} does. Line ends are characters like others. Null stays
 * null.
 *
 * @param column the text
 * @param schema names and types of the fields, all of them, in order
 * @param delimiter one ASCII character; {@code \t} is a tab
 * @param quote one ASCII character around values, or {@code none}
 * @param escape one ASCII character before a quote inside quotes, or {@code doubled}
 * @param nullValue the unquoted text that means null; where no string is wanted, an empty one does
 *     as well
 * @param onInvalid what becomes of a row with other fields than these, or a value that does not fit
 */
@Summary("Takes a text that is one delimited record apart: each field becomes a typed column.")
@Example(
    """
    { type = parse-delimited, column = message, schema = "ip string, user string, time string, request string, http int, bytes bigint" }
    """)
public record ParseDelimited(
    String column,
    String schema,
    @Default("\",\"") String delimiter,
    @Default("\"\\\"\"") String quote,
    @Default("doubled") String escape,
    @Default("\"\"") String nullValue,
    @Default("reject") OnInvalid onInvalid)
    implements RowWise {

  private static final String RECORD = Trace.PREFIX + "record";

  public ParseDelimited {
    Require.notBlank(column, "column");
    fields(schema);
    String between = letter(delimiter, "delimiter");
    String around = quote.equals("none") ? "" : letter(quote, "quote");
    String before = escape.equals("doubled") ? "" : letter(escape, "escape");
    if (between.equals(around)
        || between.equals(before)
        || (!before.isEmpty() && before.equals(around))) {
      throw new IllegalArgumentException(
          "delimiter, quote and escape must be three different characters; for quotes that are doubled write escape = doubled");
    }
  }

  /** With commas and double quotes; a record that does not fit is a reject. */
  public ParseDelimited(String column, String schema) {
    this(column, schema, ",", "\"", "doubled", "", OnInvalid.REJECT);
  }

  private static StructField[] fields(String schema) {
    StructType type;
    try {
      type = StructType.fromDDL(schema);
    } catch (Exception e) {
      throw new IllegalArgumentException(
          "schema: '%s' is not a list such as a string, b int".formatted(schema), e);
    }
    Require.names(List.of(type.fieldNames()), "schema");
    for (StructField field : type.fields()) {
      DataType of = field.dataType();
      if (of instanceof StructType || of instanceof ArrayType || of instanceof MapType) {
        throw new IllegalArgumentException(
            "schema: %s is %s, which no field can be".formatted(field.name(), of.catalogString()));
      }
    }
    return type.fields();
  }

  private static String letter(String text, String key) {
    String letter = text.equals("\\t") ? "\t" : text;
    if (letter.length() != 1 || letter.charAt(0) == 0 || letter.charAt(0) > 127) {
      throw new IllegalArgumentException(key + " must be one ASCII character, not '" + text + "'");
    }
    return letter;
  }

  @Override
  public Dataset<Row> apply(Dataset<Row> rows) {
    StructField[] fields = fields(schema);
    Require.columns(rows, this, List.of(column));
    Require.type(rows, this, column, DataTypes.StringType);
    Require.noColumns(rows, this, List.of(StructType.fromDDL(schema).fieldNames()));
    // A column of its own, so that the text is split once and not once per use.
    Dataset<Row> split = rows.withColumn(RECORD, record(rows, fields.length));
    Dataset<Row> judged = split;
    if (onInvalid == OnInvalid.REJECT) {
      Column problem = col(RECORD).getField("problem");
      judged = Trace.reject(judged, "parse-delimited", column, problem);
    }
    List<Column> all = new ArrayList<>();
    Trace.dataColumns(rows).forEach(name -> all.add(Columns.named(name)));
    for (int i = 0; i < fields.length; i++) {
      TryCast cast = cast(i, fields[i].dataType());
      all.add(cast.value().as(fields[i].name()));
      if (onInvalid == OnInvalid.REJECT) {
        Column reason = lit(fields[i].name() + " does not fit " + cast.target());
        judged =
            Trace.reject(judged, "parse-delimited", fields[i].name(), when(cast.misfit(), reason));
      }
    }
    return Trace.select(judged, all).drop(RECORD);
  }

  private Column record(Dataset<Row> rows, int count) {
    return Functions.call(
        rows.sparkSession(),
        "delimited_record",
        Columns.named(column),
        lit(count),
        lit(letter(delimiter, "delimiter")),
        lit(quote.equals("none") ? "" : letter(quote, "quote")),
        lit(escape.equals("doubled") ? "" : letter(escape, "escape")),
        lit(nullValue));
  }

  private static TryCast cast(int i, DataType type) {
    String field = "get(" + RECORD + ".fields, " + i + ")";
    boolean text = type.equals(DataTypes.StringType);
    return new TryCast(text ? field : "nullif(" + field + ", '')", DataTypes.StringType, type);
  }
}
