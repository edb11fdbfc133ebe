package io.millrace.jobs.text;

import java.util.Arrays;

/**
 * Finds where a JSON value ends, by its brackets and quotes alone, and can be interrupted at any
 * byte. A bracket that closes an outer one closes those inside it too: such a value is no JSON, but
 * its end is known.
 */
final class JsonValueEnd {

  private static final int DEEPEST = 1 << 20;
  private static final long BACKSLASH = Words.repeat('\\');

  private final boolean singleQuotes;
  private byte[] open = new byte[64];
  private int depth;
  private boolean bare;
  private boolean token;
  private boolean begun;
  private byte around;
  private byte quote;
  private boolean escaped;
  private boolean broken;

  JsonValueEnd(boolean singleQuotes) {
    this.singleQuotes = singleQuotes;
  }

  /**
   * Begins a value.
   *
   * @param first its first byte: an opening bracket, or a value ends before a comma or bracket
   * @param closer the bracket that closes what the value lies in, or 0
   */
  void start(byte first, byte closer) {
    start(first, closer, false);
  }

  /** Begins a value that, if it is no object or array, is one token. */
  void startToken(byte first, byte closer) {
    start(first, closer, true);
  }

  private void start(byte first, byte closer, boolean single) {
    depth = 0;
    token = single;
    begun = false;
    bare = first != '{' && first != '[';
    around = closer;
    quote = 0;
    escaped = false;
    broken = false;
  }

  /** The index behind the value in {@code [from, to)}, else -1; then go on from to. */
  int find(byte[] bytes, int from, int to) {
    int at = from;
    while (at < to) {
      if (quote != 0) {
        at = inQuotes(bytes, at, to);
        if (quote == 0 && bare && token) {
          return at;
        }
        continue;
      }
      byte b = bytes[at];
      if (bare && token && begun && !isWord(b)) {
        return at;
      }
      begun = true;
      if (b == '"' || (b == '\'' && singleQuotes)) {
        quote = b;
      } else if (b == '{' || b == '[') {
        push(b);
      } else if (b == '}' || b == ']') {
        if (bare && depth == 0) {
          broken = b != around;
          return at;
        }
        close(b == '}' ? (byte) '{' : (byte) '[');
        if (!bare && depth == 0) {
          return at + 1;
        }
      } else if (b == ',' && bare && depth == 0) {
        return at;
      }
      if (broken) {
        return at;
      }
      at++;
    }
    return -1;
  }

  /** Whether the end cannot be told: brackets close what was never open. */
  boolean isBroken() {
    return broken;
  }

  private static boolean isWord(byte b) {
    return (b >= '0' && b <= '9')
        || ((b | 0x20) >= 'a' && (b | 0x20) <= 'z')
        || "+-.".indexOf(b) >= 0;
  }

  private int inQuotes(byte[] bytes, int from, int to) {
    int at = from;
    if (escaped) {
      escaped = false;
      at++;
    }
    at = Words.find(bytes, at, to, Words.repeat(quote), BACKSLASH);
    if (at < to) {
      escaped = bytes[at] == '\\';
      quote = escaped ? quote : 0;
      at++;
    }
    return at;
  }

  private void push(byte bracket) {
    if (depth == DEEPEST) {
      broken = true;
      return;
    }
    if (depth == open.length) {
      open = Arrays.copyOf(open, 2 * depth);
    }
    open[depth++] = bracket;
  }

  private void close(byte opener) {
    while (depth > 0 && open[depth - 1] != opener) {
      depth--;
    }
    broken = depth == 0;
    depth -= broken ? 0 : 1;
  }
}
