package io.millrace.bench;

import java.util.Locale;

/** How many rows the full load has, and how many changes follow. */
record MergeSize(long rows, long changes) {

  /** From text such as 5000000x1000000. */
  static MergeSize parse(String text) {
    if (!text.matches("[1-9]\\d*x[1-9]\\d*")) {
      throw new IllegalArgumentException(text + " is no size such as 5000000x1000000");
    }
    int x = text.indexOf('x');
    MergeSize size =
        new MergeSize(Long.parseLong(text.substring(0, x)), Long.parseLong(text.substring(x + 1)));
    if (size.rows < 1000 || size.changes < 1000) {
      throw new IllegalArgumentException(text + " is too small: 1000 rows and changes at least");
    }
    return size;
  }

  String folder() {
    return rows + "x" + changes;
  }

  @Override
  public String toString() {
    return String.format(Locale.ROOT, "%,d rows and %,d changes", rows, changes);
  }
}
