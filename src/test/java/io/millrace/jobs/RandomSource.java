package io.millrace.jobs;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Random files of a random table as CSV or JSON lines, and the query by which DuckDB reads them. A
 * cell that does not fit its type holds {@link #UNFIT}.
 */
final class RandomSource {

  static final String UNFIT = "\u00a7";

  private static final Map<String, String> TYPES =
      Map.of(
          "string", "VARCHAR",
          "int", "INTEGER",
          "bigint", "BIGINT",
          "double", "DOUBLE",
          "boolean", "BOOLEAN",
          "date", "DATE",
          "timestamp", "TIMESTAMP",
          "decimal(12,2)", "DECIMAL(12,2)");
  private static final String[] PIECES = {
    "a",
    "Zz",
    "\"",
    "\"\"",
    ",",
    ";",
    "'",
    " ",
    "\t",
    "\u00e4",
    "\u20ac",
    "\uD83D\uDE00",
    "0",
    "NULL"
  };

  /** A column: its name, and its type in Spark's words. */
  record Column(String name, String type) {

    String duck() {
      return TYPES.get(type);
    }
  }

  final List<Column> columns = new ArrayList<>();
  private final Random random;
  private final boolean json;
  private final char delimiter;
  private final boolean header;
  private final String nullText;
  private final boolean packed;
  private final double unfit;
  private int ids;

  RandomSource(Random random) {
    this.random = random;
    json = random.nextInt(3) == 0;
    delimiter = ",;|\t".charAt(random.nextInt(4));
    header = random.nextBoolean();
    nullText = random.nextBoolean() ? "" : "NULL";
    packed = random.nextInt(4) == 0;
    unfit = random.nextInt(3) == 0 ? 0 : 0.02;
    columns.add(new Column("id", "int"));
    List<String> types = TYPES.keySet().stream().sorted().toList();
    for (int i = random.nextInt(8); i >= 0; i--) {
      columns.add(new Column("c" + i, types.get(random.nextInt(types.size()))));
    }
  }

  /** Writes the files into {@code in}. */
  void write(Lake lake) throws java.io.IOException {
    for (int file = random.nextInt(3); file >= 0; file--) {
      StringBuilder text = new StringBuilder();
      if (!json && header) {
        text.append(line(columns.stream().map(Column::name).toList())).append('\n');
      }
      for (int row = random.nextInt(random.nextInt(10) == 0 ? 2000 : 60); row >= 0; row--) {
        text.append(line(row())).append('\n');
      }
      byte[] bytes = text.toString().getBytes(java.nio.charset.StandardCharsets.UTF_8);
      String name = "in/f" + file + (json ? ".json" : ".csv");
      lake.write(packed ? name + ".gz" : name, packed ? gzip(bytes) : bytes);
    }
  }

  private static byte[] gzip(byte[] bytes) throws java.io.IOException {
    var packed = new java.io.ByteArrayOutputStream();
    try (var out = new java.util.zip.GZIPOutputStream(packed)) {
      out.write(bytes);
    }
    return packed.toByteArray();
  }

  private String line(List<String> cells) {
    return json
        ? IntStream.range(0, cells.size())
            .filter(i -> cells.get(i) != null || i % 2 == 0)
            .mapToObj(i -> "\"%s\":%s".formatted(columns.get(i).name(), cells.get(i)))
            .collect(Collectors.joining(",", "{", "}"))
        : String.join(String.valueOf(delimiter), cells);
  }

  private List<String> row() {
    List<String> cells = new ArrayList<>();
    cells.add(String.valueOf(ids++));
    for (Column column : columns.subList(1, columns.size())) {
      boolean isText = column.type().equals("string");
      if (random.nextInt(6) == 0) {
        cells.add(json ? null : nullText);
      } else if (!isText && random.nextDouble() < unfit) {
        cells.add(json ? "\"1" + UNFIT + "\"" : UNFIT + "1");
      } else if (isText) {
        cells.add(quoted(text()));
      } else {
        String value = value(column.type());
        cells.add(json && column.type().matches("date|timestamp") ? quoted(value) : value);
      }
    }
    return cells;
  }

  private String quoted(String text) {
    return json
        ? "\"" + text.replace("\"", "\\\"").replace("\t", "\\t") + "\""
        : "\"" + text.replace("\"", "\"\"") + "\"";
  }

  private String text() {
    return IntStream.range(0, random.nextInt(5))
        .mapToObj(i -> PIECES[random.nextInt(PIECES.length)])
        .collect(Collectors.joining());
  }

  private String value(String type) {
    return switch (type) {
      case "int" ->
          String.valueOf(random.nextInt(4) == 0 ? random.nextInt() : random.nextInt(50) - 20);
      case "bigint" -> String.valueOf(random.nextLong());
      case "double" ->
          random.nextBoolean()
              ? String.valueOf(random.nextGaussian() * Math.pow(10, random.nextInt(30) - 15))
              : String.valueOf(random.nextInt(100));
      case "boolean" -> String.valueOf(random.nextBoolean());
      case "date" -> date();
      case "timestamp" ->
          date()
              + String.format(
                  Locale.ROOT,
                  " %02d:%02d:%02d",
                  random.nextInt(24),
                  random.nextInt(60),
                  random.nextInt(60))
              + (random.nextBoolean() ? "" : "." + (100_000 + random.nextInt(900_000)));
      default ->
          String.format(
              Locale.ROOT, "%d.%02d", random.nextInt(200_000) - 100_000, random.nextInt(100));
    };
  }

  private String date() {
    return java.time.LocalDate.of(1950, 1, 1).plusDays(random.nextInt(60_000)).toString();
  }

  /** As a job reads it. */
  String hocon(Lake lake) {
    String schema =
        columns.stream()
            .map(column -> column.name() + " " + column.type())
            .collect(Collectors.joining(", "));
    String options =
        json
            ? ""
            : "options { header = %s, delimiter = \"%s\", null-value = \"%s\" }"
                .formatted(header, delimiter == '\t' ? "\\t" : delimiter, nullText);
    return "{ type = read-files, format = %s, path = \"%s\", schema = \"%s\", %s }"
        .formatted(json ? "json" : "csv", lake.text("in"), schema, options);
  }

  /** All rows as texts. */
  String texts(Lake lake) {
    String names =
        columns.stream()
            .map(column -> "'%s': 'VARCHAR'".formatted(column.name()))
            .collect(Collectors.joining(", ", "{", "}"));
    return json
        ? "select * from read_json('%s/*', format = 'newline_delimited', columns = %s)"
            .formatted(lake.text("in"), names)
        : "select * from read_csv('%s/*', auto_detect = false, columns = %s, header = %s, delim = '%s', nullstr = '%s', quote = '\"', escape = '\"', allow_quoted_nulls = false)"
            .formatted(lake.text("in"), names, header, delimiter, nullText);
  }

  /** The rows that fit, typed. */
  String rows(Lake lake) {
    return columns.stream()
            .map(column -> "cast(%1$s as %2$s) as %1$s".formatted(column.name(), column.duck()))
            .collect(Collectors.joining(", ", "select ", " from (" + texts(lake) + ")"))
        + " where not "
        + someUnfit();
  }

  String someUnfit() {
    return columns.stream()
        .map(column -> "coalesce(%s, '') like '%%%s%%'".formatted(column.name(), UNFIT))
        .collect(Collectors.joining(" or ", "(", ")"));
  }
}
