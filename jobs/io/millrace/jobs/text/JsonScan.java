package io.millrace.jobs.text;

/**
 * Finds the ends of what JSON (RFC 8259) is made of in bytes that are known to be text. It knows
 * only the plain forms, and answers {@link #NOT_PLAIN} to all others, right or wrong, which are for
 * a parser to judge. Arrays need {@link Words#PAD} readable bytes behind the range.
 */
final class JsonScan {

  static final int NOT_PLAIN = -1;

  // A parser has limits, which no number and no name of this length reaches.
  private static final int LONGEST = 500;
  private static final long QUOTE = Words.repeat('"');
  private static final long BACKSLASH = Words.repeat('\\');

  private JsonScan() {}

  /** The first place in {@code [from, to)} that is no white space, else {@code to}. */
  static int blanks(byte[] bytes, int from, int to) {
    int at = from;
    while (at < to
        && (bytes[at] == ' ' || bytes[at] == '\n' || bytes[at] == '\t' || bytes[at] == '\r')) {
      at++;
    }
    return at;
  }

  /** The place of the quote that ends the string whose first byte is at {@code from}. */
  static int string(byte[] bytes, int from, int to) {
    int end = Words.find(bytes, from, to, QUOTE, BACKSLASH);
    return end < to && bytes[end] == '"' && !Words.hasControls(bytes, from, end) ? end : NOT_PLAIN;
  }

  /** The same for the name of a field. */
  static int name(byte[] bytes, int from, int to) {
    int end = string(bytes, from, to);
    return end - from > LONGEST ? NOT_PLAIN : end;
  }

  /** The place behind the number that begins at {@code from}. */
  static int number(byte[] bytes, int from, int to) {
    int at = from < to && bytes[from] == '-' ? from + 1 : from;
    int end = at < to && bytes[at] == '0' ? at + 1 : digits(bytes, at, to);
    if (end > at && end < to && bytes[end] == '.') {
      at = end + 1;
      end = digits(bytes, at, to);
    }
    if (end > at && end < to && (bytes[end] | 0x20) == 'e') {
      at = end + 1;
      at = at < to && (bytes[at] == '+' || bytes[at] == '-') ? at + 1 : at;
      end = digits(bytes, at, to);
    }
    return end > at && end - from <= LONGEST ? end : NOT_PLAIN;
  }

  private static int digits(byte[] bytes, int from, int to) {
    int at = from;
    while (at < to && bytes[at] >= '0' && bytes[at] <= '9') {
      at++;
    }
    return at;
  }

  /** The place behind {@code true}, {@code false} or {@code null}. */
  static int literal(byte[] bytes, int from, int to) {
    String word = bytes[from] == 't' ? "true" : bytes[from] == 'f' ? "false" : "null";
    boolean same = to - from >= word.length();
    for (int i = 0; same && i < word.length(); i++) {
      same = bytes[from + i] == word.charAt(i);
    }
    return same ? from + word.length() : NOT_PLAIN;
  }

  /** The place behind a value of whatever kind but object and array. */
  static int scalar(byte[] bytes, int from, int to) {
    if (from == to) {
      return NOT_PLAIN;
    }
    if (bytes[from] == '"') {
      int end = string(bytes, from + 1, to);
      return end == NOT_PLAIN ? NOT_PLAIN : end + 1;
    }
    return bytes[from] >= 'a' ? literal(bytes, from, to) : number(bytes, from, to);
  }
}
