package io.millrace.udf;

import org.apache.spark.unsafe.Platform;
import org.apache.spark.unsafe.types.UTF8String;

/** Parts one record into fields, which are slices of its memory unless a quote was escaped. */
final class DelimitedFields {

  /** No such character. */
  static final int NONE = -1;

  private final Object base;
  private final long from;
  private final long to;
  private final int delimiter;
  private final int quote;
  private final int escape;
  private final Object[] values;
  private String problem;
  private UTF8String value;

  DelimitedFields(UTF8String text, int count, int delimiter, int quote, int escape) {
    base = text.getBaseObject();
    from = text.getBaseOffset();
    to = from + text.numBytes();
    this.delimiter = delimiter;
    this.quote = quote;
    this.escape = escape;
    values = new Object[count];
  }

  Object[] values() {
    return values;
  }

  /** Fills the values; what is wrong with the record, or null. */
  String split(UTF8String nullValue) {
    int count = 0;
    long at = from;
    while (true) {
      boolean quoted = at < to && byteAt(at) == quote;
      at = quoted ? quoted(at + 1) : plain(at);
      if (problem != null) {
        return problem;
      }
      if (count < values.length) {
        values[count] = !quoted && value.equals(nullValue) ? null : value;
      }
      count++;
      if (at == to) {
        break;
      }
      at++;
    }
    return count == values.length
        ? null
        : count + (count == 1 ? " field" : " fields") + " where the schema has " + values.length;
  }

  /** Reads a value without quotes; gives the place of the delimiter. */
  private long plain(long start) {
    long at = start;
    while (at < to && byteAt(at) != delimiter) {
      if (byteAt(at) == quote) {
        problem = "quote inside an unquoted value";
        return to;
      }
      at++;
    }
    value = UTF8String.fromAddress(base, start, (int) (at - start));
    return at;
  }

  /** Reads a value from behind its first quote on; gives the place of the delimiter. */
  private long quoted(long start) {
    int escaped = 0;
    long at = start;
    while (true) {
      if (at >= to) {
        problem = "quote is not closed";
        return to;
      }
      if (isEscaping(at)) {
        escaped++;
        at += 2;
      } else if (byteAt(at) == quote) {
        break;
      } else {
        at++;
      }
    }
    value =
        escaped == 0
            ? UTF8String.fromAddress(base, start, (int) (at - start))
            : unescaped(start, at, escaped);
    if (at + 1 < to && byteAt(at + 1) != delimiter) {
      problem = "text after the closing quote";
    }
    return at + 1;
  }

  /** Whether two bytes here stand for the second: a doubled quote, or an escape before either. */
  private boolean isEscaping(long at) {
    if (at + 1 >= to) {
      return false;
    }
    int first = byteAt(at);
    int second = byteAt(at + 1);
    return first == escape
        ? second == quote || second == escape
        : first == quote && second == quote;
  }

  private UTF8String unescaped(long start, long end, int escaped) {
    byte[] bytes = new byte[(int) (end - start) - escaped];
    int size = 0;
    for (long at = start; at < end; at++) {
      at += isEscaping(at) ? 1 : 0;
      bytes[size++] = (byte) byteAt(at);
    }
    return UTF8String.fromBytes(bytes);
  }

  private int byteAt(long at) {
    return Platform.getByte(base, at);
  }
}
