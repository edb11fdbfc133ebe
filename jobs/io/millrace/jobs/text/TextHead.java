package io.millrace.jobs.text;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.apache.spark.sql.SparkSession;

/**
 * What the beginning of a file shows of how it is written, by the rules of <a
 * href="https://docs.aws.amazon.com/glue/latest/dg/add-classifier.html">AWS Glue's built-in
 * classifiers</a>.
 *
 * @param delimiter of delimited text
 * @param first the values of its first record
 * @param header whether that names columns: no value is a number, a date or empty, and some value
 *     below it is a number or a date
 */
public record TextHead(Kind kind, char delimiter, List<String> first, boolean header) {

  /** How a file is written. */
  public enum Kind {
    /** There is nothing in it. */
    EMPTY,
    /** One JSON object per line. */
    JSON_LINES,
    /** JSON over any lines. */
    JSON_DOCUMENTS,
    /** Records of as many values each, at least two, with a delimiter between them. */
    DELIMITED,
    /** Nobody knows. */
    OTHER
  }

  private static final int BYTES = 1 << 18;
  private static final int LINES = 1000;
  private static final int COLUMNS = 4096;
  private static final int LONGEST_NAME = 150;
  private static final String DELIMITERS = ",|;\t\u0001";
  private static final Pattern TYPED =
      Pattern.compile(
          "[+-]?[0-9]+([.][0-9]*)?([eE][+-]?[0-9]+)?|[0-9]{4}-[0-9]{2}-[0-9]{2}.*|(?i:true|false)");

  private static TextHead of(Kind kind) {
    return new TextHead(kind, '\0', List.of(), false);
  }

  /** That of a file, packed or not; fails if it cannot be read. */
  public static TextHead of(SparkSession spark, TextFile file) {
    byte[] bytes = new byte[BYTES];
    int length;
    try (FileBytes in =
        FileBytes.open(file, Dialect.of(Map.of()), spark.sparkContext().hadoopConfiguration())) {
      length = in.read(bytes, 0, BYTES);
    }
    int from = startsWithMark(bytes, length) ? 3 : 0;
    List<byte[]> lines = lines(bytes, from, length);
    return lines.isEmpty() ? of(length == BYTES ? Kind.OTHER : Kind.EMPTY) : of(lines);
  }

  private static boolean startsWithMark(byte[] bytes, int length) {
    return length >= 3
        && (bytes[0] & 0xff) == 0xef
        && (bytes[1] & 0xff) == 0xbb
        && (bytes[2] & 0xff) == 0xbf;
  }

  /** The first lines that are whole and not blank. */
  private static List<byte[]> lines(byte[] bytes, int from, int length) {
    List<byte[]> lines = new ArrayList<>();
    int start = from;
    while (start < length && lines.size() < LINES) {
      int end = start;
      while (end < length && bytes[end] != '\n') {
        end++;
      }
      if (end == BYTES) {
        break; // cut where we stopped reading
      }
      int to = end > start && bytes[end - 1] == '\r' ? end - 1 : end;
      byte[] line = Arrays.copyOfRange(bytes, start, to);
      if (!new String(line, StandardCharsets.UTF_8).isBlank()) {
        lines.add(line);
      }
      start = end + 1;
    }
    return lines;
  }

  private static TextHead of(List<byte[]> lines) {
    boolean text = lines.stream().allMatch(line -> Utf8.isValid(line, 0, line.length));
    String first = new String(lines.get(0), StandardCharsets.UTF_8).strip();
    if (!text || first.indexOf('\0') >= 0) {
      return of(Kind.OTHER);
    }
    if (first.startsWith("{") || first.startsWith("[")) {
      boolean line = first.startsWith("{") && first.endsWith("}");
      return of(line ? Kind.JSON_LINES : Kind.JSON_DOCUMENTS);
    }
    TextHead best = of(Kind.OTHER);
    for (char delimiter : DELIMITERS.toCharArray()) {
      List<List<String>> records = records(lines, delimiter);
      if (!records.isEmpty() && records.get(0).size() > Math.max(1, best.first().size())) {
        best = new TextHead(Kind.DELIMITED, delimiter, records.get(0), isHeader(records));
      }
    }
    return best;
  }

  /** The values of all lines, or nothing if they are not as many in each. */
  private static List<List<String>> records(List<byte[]> lines, char delimiter) {
    Dialect dialect = Dialect.of(Map.of("delimiter", String.valueOf(delimiter)));
    FieldSplitter fields = new FieldSplitter(dialect, COLUMNS);
    Unescape unescape = new Unescape(dialect);
    List<List<String>> records = new ArrayList<>();
    for (byte[] line : lines) {
      byte[] padded = Arrays.copyOf(line, line.length + Words.PAD);
      int count = fields.split(padded, 0, line.length);
      boolean fits = records.isEmpty() || records.get(0).size() == count;
      if (fields.problem() != null || count > COLUMNS || !fits) {
        return List.of();
      }
      List<String> values = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        byte[] value =
            fields.kind[i] == FieldSplitter.ESCAPED
                ? unescape.value(padded, fields.from[i], fields.to[i])
                : Arrays.copyOfRange(padded, fields.from[i], fields.to[i]);
        values.add(new String(value, StandardCharsets.UTF_8).strip());
      }
      records.add(values);
    }
    return records;
  }

  private static boolean isHeader(List<List<String>> records) {
    List<String> names = records.get(0);
    boolean named =
        names.stream()
            .allMatch(name -> !name.isEmpty() && name.length() < LONGEST_NAME && !isTyped(name));
    boolean distinct =
        new HashSet<>(names.stream().map(name -> name.toLowerCase(Locale.ROOT)).toList()).size()
            == names.size();
    return named
        && distinct
        && records.stream().skip(1).anyMatch(values -> values.stream().anyMatch(TextHead::isTyped));
  }

  private static boolean isTyped(String value) {
    return TYPED.matcher(value).matches();
  }
}
