package io.millrace.jobs.text;

import java.util.Arrays;

/** Takes the marks off doubled and escaped quotes. */
final class Unescape {

  private final int quote;
  private final int escape;

  Unescape(Dialect dialect) {
    quote = dialect.quote();
    escape = dialect.escape() == Dialect.NONE ? quote : dialect.escape();
  }

  /** The value that {@code [from, to)}, the text between two quotes, stands for. */
  byte[] value(byte[] bytes, int from, int to) {
    byte[] value = new byte[to - from + Words.PAD];
    int length = 0;
    for (int at = from; at < to; at++) {
      boolean last = at + 1 >= to;
      boolean escaping = bytes[at] == escape && !last && marks(bytes[at + 1]);
      boolean doubled = bytes[at] == quote && !last && bytes[at + 1] == quote;
      if (escaping || doubled) {
        at++;
      }
      value[length++] = bytes[at];
    }
    return Arrays.copyOf(value, length);
  }

  private boolean marks(byte next) {
    return next == quote || next == escape;
  }
}
