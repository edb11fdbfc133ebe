package io.millrace.jobs.io;

import io.millrace.jobs.stage.ParquetSettings;
import io.millrace.jobs.stage.StageSpec;
import io.millrace.jobs.text.Dialect;
import io.millrace.transforms.ClosestName;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.spark.sql.SparkSession;

/** What a {@link WriteFiles} sink's format, compression and options mean to the writer. */
final class FileEncoding {

  /** Our option names, and what Spark's {@code to_csv} calls them. */
  private static final Map<String, String> CSV_OPTIONS =
      Map.of(
          "header", "header",
          "delimiter", "sep",
          "quote", "quote",
          "escape", "escape",
          "null-value", "nullValue",
          "date-format", "dateFormat",
          "timestamp-format", "timestampFormat");

  private static final Map<String, String> TIMES =
      Map.of(
          "timestampFormat", "yyyy-MM-dd'T'HH:mm:ss.SSSSSSXXX",
          "timestampNTZFormat", "yyyy-MM-dd'T'HH:mm:ss.SSSSSS");

  private static final List<String> JSON_OPTIONS = List.of("date-format", "timestamp-format");

  private FileEncoding() {}

  static void check(Format format, Optional<Compression> compression, Map<String, String> options) {
    List<String> known =
        switch (format) {
          case PARQUET -> List.of();
          case CSV -> CSV_OPTIONS.keySet().stream().sorted().toList();
          case JSON -> JSON_OPTIONS;
        };
    for (String option : options.keySet()) {
      if (!known.contains(option)) {
        throw new IllegalArgumentException(
            "options.%s: %s has no such option; it knows %s%s"
                .formatted(
                    option,
                    format.name().toLowerCase(Locale.ROOT),
                    known.isEmpty() ? "none" : String.join(", ", known),
                    ClosestName.suggestion(option, known)));
      }
    }
    if (format == Format.CSV && dialect(options).quote() == Dialect.NONE) {
      throw new IllegalArgumentException(
          "options.quote: a value that holds the delimiter must be quoted; give a character");
    }
    if (format != Format.PARQUET && compression.isPresent() && !compression.get().fitsText()) {
      throw new IllegalArgumentException(
          "compression: text files are written with none or gzip, not "
              + compression.get().name().toLowerCase(Locale.ROOT));
    }
  }

  static StageSpec.Encoding of(WriteFiles sink, SparkSession spark, RecordLayout layout) {
    if (sink.format() == Format.PARQUET) {
      Compression codec = parquetCodec(sink);
      return new StageSpec.Encoding(
          codec.extension() + ".parquet",
          null,
          null,
          ParquetSettings.of(spark, codec.parquetName()));
    }
    Compression codec = sink.compression().orElse(Compression.NONE);
    String extension = sink.format() == Format.CSV ? ".csv" : ".json";
    boolean header =
        sink.format() == Format.CSV
            && Boolean.parseBoolean(sink.options().getOrDefault("header", "true"));
    return new StageSpec.Encoding(
        extension + codec.extension(),
        header ? headerLine(sink, layout.fileColumns()) : null,
        codec.textCodec(),
        null);
  }

  private static Compression parquetCodec(WriteFiles sink) {
    return sink.compression().orElse(Compression.SNAPPY);
  }

  /** Which writer a plan says will make the Parquet files. */
  static String writer(WriteFiles sink, SparkSession spark, RecordLayout layout) {
    return ParquetSettings.gap(spark, layout.fileSchema(), parquetCodec(sink).parquetName())
        .map(why -> "written row by row, by Spark's own writer, because " + why)
        .orElse("written column by column");
  }

  private static String headerLine(WriteFiles sink, List<String> columns) {
    Dialect dialect = dialect(sink.options());
    return columns.stream()
        .map(name -> quoted(name, dialect))
        .collect(Collectors.joining(String.valueOf(dialect.delimiter())));
  }

  private static String quoted(String name, Dialect dialect) {
    String quote = String.valueOf(dialect.quote());
    boolean plain =
        name.chars().noneMatch(c -> c == dialect.delimiter() || c == dialect.quote() || c < ' ');
    return plain ? name : quote + name.replace(quote, escape(dialect) + quote) + quote;
  }

  private static String escape(Dialect dialect) {
    boolean doubled = dialect.escape() == Dialect.NONE;
    return String.valueOf(doubled ? dialect.quote() : dialect.escape());
  }

  /** The characters between and around values, in the words of whoever reads the files again. */
  private static Dialect dialect(Map<String, String> options) {
    Map<String, String> characters = new LinkedHashMap<>(options);
    characters.keySet().retainAll(List.of("delimiter", "quote", "escape"));
    return Dialect.of(characters);
  }

  /** What Spark's own reader has to know. */
  static Map<String, String> readOptions(Map<String, String> options) {
    Map<String, String> spark = new LinkedHashMap<>();
    Dialect dialect = dialect(options);
    spark.put("sep", String.valueOf(dialect.delimiter()));
    spark.put("quote", String.valueOf(dialect.quote()));
    spark.put("escape", escape(dialect));
    spark.put("header", options.getOrDefault("header", "true"));
    return spark;
  }

  /**
   * Options of {@code to_csv}. Quotes are doubled, as RFC 4180 has it, unless told otherwise;
   * blanks around values and microseconds stay, which Spark would cut off.
   */
  static Map<String, String> sparkOptions(Map<String, String> options) {
    Map<String, String> spark = new LinkedHashMap<>(TIMES);
    options.forEach((name, value) -> spark.put(CSV_OPTIONS.get(name), value));
    spark.putAll(readOptions(options));
    spark.put("emptyValue", spark.get("quote") + spark.get("quote"));
    spark.put("ignoreLeadingWhiteSpace", "false");
    spark.put("ignoreTrailingWhiteSpace", "false");
    return spark;
  }

  /** Options of {@code to_json}; a null field is written, not left out. */
  static Map<String, String> jsonOptions(Map<String, String> options) {
    Map<String, String> spark = new LinkedHashMap<>(TIMES);
    spark.put("ignoreNullFields", "false");
    options.forEach((name, value) -> spark.put(CSV_OPTIONS.get(name), value));
    return spark;
  }
}
