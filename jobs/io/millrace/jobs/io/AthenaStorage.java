package io.millrace.jobs.io;

import io.millrace.jobs.register.Storage;
import io.millrace.jobs.text.Dialect;
import io.millrace.transforms.InvalidInputException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.spark.sql.types.NumericType;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * How Athena is told to read the files of a table: the SerDes that <a
 * href="https://docs.aws.amazon.com/athena/latest/ug/supported-serdes.html">AWS names</a> for each
 * format.
 *
 * @param source how the files are written
 * @param columns theirs, as the catalog keeps them
 */
record AthenaStorage(ReadFiles source, StructType columns) {

  private static final String SERDE = "org.apache.hadoop.hive.serde2.";
  private static final String OPEN_CSV = SERDE + "OpenCSVSerde";
  private static final String LAZY_SIMPLE = SERDE + "lazy.LazySimpleSerDe";
  private static final String JSON = "org.openx.data.jsonserde.JsonSerDe";
  private static final String PARQUET = "org.apache.hadoop.hive.ql.io.parquet.";

  /** "Recognizes BOOLEAN, BIGINT, INT, and DOUBLE data types", beside strings. */
  private static final Set<String> OPEN_CSV_TYPES =
      Set.of("string", "boolean", "bigint", "int", "double");

  Storage of() {
    return switch (source.format()) {
      case PARQUET ->
          new Storage(
              "parquet",
              PARQUET + "serde.ParquetHiveSerDe",
              Map.of("serialization.format", "1"),
              PARQUET + "MapredParquetInputFormat",
              PARQUET + "MapredParquetOutputFormat");
      case JSON -> text("json", JSON, Map.of("paths", String.join(",", columns.fieldNames())));
      case CSV -> delimited();
    };
  }

  private static Storage text(String classification, String serde, Map<String, String> settings) {
    return new Storage(
        classification,
        serde,
        settings,
        "org.apache.hadoop.mapred.TextInputFormat",
        "org.apache.hadoop.hive.ql.io.HiveIgnoreKeyTextOutputFormat");
  }

  private boolean isOpenCsv() {
    return source.format() == Format.CSV && Dialect.of(source.options()).quote() != Dialect.NONE;
  }

  private Storage delimited() {
    Dialect dialect = Dialect.of(source.options());
    String delimiter = String.valueOf(dialect.delimiter());
    Map<String, String> settings = new TreeMap<>();
    if (!isOpenCsv()) {
      settings.put("field.delim", delimiter);
      settings.put("serialization.format", delimiter);
      settings.put("serialization.null.format", dialect.nullValue());
      return text("csv", LAZY_SIMPLE, settings);
    }
    for (StructField field : columns.fields()) {
      if (!OPEN_CSV_TYPES.contains(field.dataType().catalogString())) {
        throw new InvalidInputException(
            "action.schema: column '%s' is %s, which Athena cannot read of CSV with quotes: it knows string, boolean, int, bigint and double there; declare it string, or set options { quote = none } if no value is quoted"
                .formatted(field.name(), field.dataType().simpleString()));
      }
    }
    settings.put("separatorChar", delimiter);
    settings.put("quoteChar", String.valueOf(dialect.quote()));
    boolean doubled = dialect.escape() == Dialect.NONE;
    settings.put("escapeChar", doubled ? "\\" : String.valueOf(dialect.escape()));
    return text("csv", OPEN_CSV, settings);
  }

  /** Refuses what Athena's readers have no word for. */
  void check() {
    if (source.format() == Format.PARQUET) {
      return;
    }
    Dialect dialect = Dialect.of(source.options());
    List<String> beyond = new ArrayList<>();
    refuse(!dialect.encoding().matches("UTF-8|US-ASCII"), "encoding", beyond);
    refuse(!dialect.dateFormat().isEmpty(), "date-format", beyond);
    refuse(!dialect.timestampFormat().isEmpty(), "timestamp-format", beyond);
    refuse(dialect.multiLine(), "multi-line", beyond);
    refuse(dialect.comment() != Dialect.NONE, "comment", beyond);
    refuse(dialect.trim(), "trim", beyond);
    refuse(dialect.singleQuotes(), "single-quotes", beyond);
    refuse(isOpenCsv() && !dialect.nullValue().isEmpty(), "null-value", beyond);
    boolean kept = dialect.unquotedQuotes() == Dialect.UnquotedQuotes.KEEP;
    refuse(isOpenCsv() && kept, "unquoted-quotes = keep", beyond);
    if (!beyond.isEmpty()) {
      throw new InvalidInputException(
          "action.options: Athena's readers have nothing like %s; write the files anew with read-files and write-files, and register those"
              .formatted(String.join(", ", beyond)));
    }
  }

  private static void refuse(boolean is, String option, List<String> beyond) {
    if (is) {
      beyond.add(option);
    }
  }

  /** What Athena makes of values otherwise than {@code read-files}. */
  List<String> notes() {
    List<String> notes = new ArrayList<>();
    if (isOpenCsv()) {
      List<String> numbers = named(false);
      if (!numbers.isEmpty()) {
        notes.add(
            "Athena fails where a number is empty in CSV with quotes, in %s"
                .formatted(String.join(", ", numbers)));
      }
      if (Dialect.of(source.options()).escape() == Dialect.NONE) {
        notes.add("Athena takes a backslash within CSV for an escape");
      }
    }
    if (source.format() == Format.CSV
        && Dialect.of(source.options()).header() == Dialect.HeaderLine.TRUE) {
      notes.add(
          "Athena skips headers; Spark's reader of Hive tables takes them for rows (SPARK-11374)");
    }
    List<String> times = named(true);
    if (source.format() != Format.PARQUET && !times.isEmpty()) {
      notes.add(
          "Athena reads times of text written as yyyy-MM-dd HH:mm:ss, in %s"
              .formatted(String.join(", ", times)));
    }
    return notes;
  }

  private List<String> named(boolean times) {
    List<String> names = new ArrayList<>();
    for (StructField field : columns.fields()) {
      boolean time = field.dataType().catalogString().equals("timestamp");
      boolean number = field.dataType() instanceof NumericType;
      if (!(field.dataType() instanceof StringType) && (times ? time : number)) {
        names.add(field.name());
      }
    }
    return names;
  }
}
