package io.millrace.jobs.text;

/** Parts one record into fields; the arrays hold the first {@code capacity} of them. */
final class FieldSplitter {

  static final byte PLAIN = 0;
  static final byte QUOTED = 1;

  /** Quoted, and with doubled or escaped quotes inside. */
  static final byte ESCAPED = 2;

  private static final String NOT_CLOSED =
      "quote is not closed; if a quoted value spans lines, set multi-line = true";
  private static final String NOT_CLOSED_IN_FILE = "quote is not closed before the end of the file";
  private static final String TEXT_AFTER_QUOTE = "text after the closing quote";
  private static final String QUOTE_INSIDE =
      "quote inside an unquoted value; set quote = none or unquoted-quotes = keep";

  final int[] from;
  final int[] to;
  final byte[] kind;

  private final Dialect dialect;
  private final int quote;
  private final int escape;
  private final boolean trim;
  private final long delimiters;
  private final long quotes;
  private final long escapes;

  /** What may not be in an unquoted value; the delimiter again if all may. */
  private final long refused;

  private String problem;

  FieldSplitter(Dialect dialect, int capacity) {
    this.dialect = dialect;
    quote = dialect.quote() == Dialect.NONE ? -1 : dialect.quote();
    escape = dialect.escape() == Dialect.NONE ? -1 : dialect.escape();
    trim = dialect.trim();
    delimiters = Words.repeat(dialect.delimiter());
    quotes = Words.repeat(dialect.quote());
    escapes = escape < 0 ? quotes : Words.repeat(escape);
    boolean keeps = quote < 0 || dialect.unquotedQuotes() == Dialect.UnquotedQuotes.KEEP;
    refused = keeps ? delimiters : quotes;
    from = new int[capacity];
    to = new int[capacity];
    kind = new byte[capacity];
  }

  /** What is wrong with the record split last, or null. */
  String problem() {
    return problem;
  }

  /** The number of fields in {@code [start, end)}; fewer if there is a {@link #problem}. */
  int split(byte[] bytes, int start, int end) {
    problem = null;
    int count = 0;
    int at = start;
    while (true) {
      if (trim) {
        at = skipBlanks(bytes, at, end);
      }
      if (at < end && bytes[at] == quote) {
        at = quoted(bytes, at + 1, end, count);
        if (problem != null) {
          return count;
        }
      } else {
        int close = Words.find(bytes, at, end, delimiters, refused);
        if (close < end && bytes[close] != dialect.delimiter()) {
          problem = QUOTE_INSIDE;
          return count;
        }
        if (count < from.length) {
          from[count] = at;
          to[count] = trim ? trimmed(bytes, at, close) : close;
          kind[count] = PLAIN;
        }
        at = close;
      }
      count++;
      if (at >= end) {
        return count;
      }
      at++;
    }
  }

  /** Reads a quoted value that begins at {@code start}; gives the place of the delimiter. */
  private int quoted(byte[] bytes, int start, int end, int field) {
    byte how = QUOTED;
    int at = start;
    while (true) {
      at = Words.find(bytes, at, end, quotes, escapes);
      if (at >= end) {
        problem = dialect.multiLine() ? NOT_CLOSED_IN_FILE : NOT_CLOSED;
        return end;
      }
      int next = at + 1 < end ? bytes[at + 1] : -1;
      if (bytes[at] == escape) {
        boolean escaping = next == quote || next == escape;
        how = escaping ? ESCAPED : how;
        at += escaping ? 2 : 1;
      } else if (next == quote) {
        how = ESCAPED;
        at += 2;
      } else {
        break;
      }
    }
    if (field < from.length) {
      from[field] = start;
      to[field] = at;
      kind[field] = how;
    }
    int close = trim ? skipBlanks(bytes, at + 1, end) : at + 1;
    if (close < end && bytes[close] != dialect.delimiter()) {
      problem = TEXT_AFTER_QUOTE;
    }
    return close;
  }

  private int skipBlanks(byte[] bytes, int start, int end) {
    int at = start;
    while (at < end && isBlank(bytes[at])) {
      at++;
    }
    return at;
  }

  private int trimmed(byte[] bytes, int start, int end) {
    int at = end;
    while (at > start && isBlank(bytes[at - 1])) {
      at--;
    }
    return at;
  }

  private boolean isBlank(byte value) {
    return (value == ' ' || value == '\t') && value != dialect.delimiter();
  }
}
