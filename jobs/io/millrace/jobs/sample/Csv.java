package io.millrace.jobs.sample;

import static java.nio.charset.StandardCharsets.UTF_8;

/** Rows of comma-separated text to be. */
final class Csv {

  private final Text text = new Text(1 << 16);
  private final String lineEnd;
  private int rows;

  /** Lines that end with this. */
  Csv(String lineEnd) {
    this.lineEnd = lineEnd;
  }

  Csv header(String line) {
    text.add(line);
    return this;
  }

  /** Adds a row; null is an empty field, and a value with a comma or a quote is quoted. */
  Csv row(Object... values) {
    if (text.length() > 0) {
      text.add(lineEnd);
    }
    for (int i = 0; i < values.length; i++) {
      if (i > 0) {
        text.add(',');
      }
      if (values[i] != null) {
        text.add(field(values[i].toString()).getBytes(UTF_8));
      }
    }
    rows++;
    return this;
  }

  private static String field(String value) {
    return value.indexOf(',') < 0 && value.indexOf('"') < 0
        ? value
        : '"' + value.replace("\"", "\"\"") + '"';
  }

  /** The file, its last line ended. */
  Block block() {
    text.add(lineEnd);
    return unended();
  }

  /** The file without an end of its last line, as some writers leave it. */
  Block unended() {
    return new Block(text, rows);
  }
}
