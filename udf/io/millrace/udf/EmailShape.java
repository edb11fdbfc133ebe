package io.millrace.udf;

import org.apache.spark.unsafe.Platform;

/** The shape of an e-mail address: {@code local@domain.org}, without quotes and comments. */
final class EmailShape {

  private static final String LOCAL = "!#$%&'*+/=?^_`{|}~-.";
  private static final int LONGEST_LOCAL = 64;

  private EmailShape() {}

  /** The address of the {@code @}, or -1 if this is no e-mail address. */
  static long at(Object base, long from, long to) {
    long at = from;
    while (at < to && isLocal(Platform.getByte(base, at))) {
      at++;
    }
    boolean local = at > from && at - from <= LONGEST_LOCAL && isDotted(base, from, at);
    return local && at < to && Platform.getByte(base, at) == '@' && isDomain(base, at + 1, to)
        ? at
        : -1;
  }

  /** Labels with dots between them, of which the last is no number. */
  private static boolean isDomain(Object base, long from, long to) {
    long label = from;
    int labels = 0;
    for (long i = from; i <= to; i++) {
      byte b = i < to ? Platform.getByte(base, i) : (byte) '.';
      if (b == '.') {
        boolean dashed =
            i == label
                || Platform.getByte(base, label) == '-'
                || Platform.getByte(base, i - 1) == '-';
        if (dashed) {
          return false;
        }
        labels++;
        label = i + 1;
      } else if (!isName(b) && b != '-') {
        return false;
      }
    }
    byte last = to > from ? Platform.getByte(base, to - 1) : 0;
    return labels >= 2 && !(last >= '0' && last <= '9');
  }

  /** Neither begins nor ends with a dot, nor has two in a row. */
  private static boolean isDotted(Object base, long from, long to) {
    byte before = '.';
    for (long i = from; i < to; i++) {
      byte b = Platform.getByte(base, i);
      if (b == '.' && before == '.') {
        return false;
      }
      before = b;
    }
    return before != '.';
  }

  private static boolean isLocal(byte b) {
    return isName(b) || LOCAL.indexOf(b) >= 0;
  }

  /** A letter or digit, of ASCII or beyond. */
  private static boolean isName(byte b) {
    int letter = b | 0x20;
    return b < 0 || (b >= '0' && b <= '9') || (letter >= 'a' && letter <= 'z');
  }
}
