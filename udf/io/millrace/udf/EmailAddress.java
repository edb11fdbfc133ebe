package io.millrace.udf;

import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** Mail addresses as people write them; quoted local parts and bare hosts are not among them. */
final class EmailAddress {

  private static final int MOST = 254;
  private static final int MOST_LOCAL = 64;
  private static final int MOST_LABEL = 63;

  private EmailAddress() {}

  static void toLowerCase(byte[] ascii, int from, int to) {
    for (int at = from; at < to; at++) {
      if (ascii[at] >= 'A' && ascii[at] <= 'Z') {
        ascii[at] = (byte) (ascii[at] - 'A' + 'a');
      }
    }
  }

  /** In lower case and NFC; not valid where the bytes are no UTF-8. */
  static byte[] canonical(byte[] text) {
    if (!Bytes.isUtf8(text)) {
      return text;
    }
    String composed = Composed.of(new String(text, StandardCharsets.UTF_8));
    return Composed.of(composed.toLowerCase(Locale.ROOT)).getBytes(StandardCharsets.UTF_8);
  }

  static boolean isValid(byte[] text, int from, int to) {
    int at = -1;
    int point;
    for (int i = from; i < to; i += CodePoints.size(point)) {
      point = CodePoints.at(text, i, to);
      if (point == '@' && at < 0) {
        at = i;
      } else if (isForbidden(point)) {
        return false;
      }
    }
    return at >= 0
        && to - from <= MOST
        && at - from <= MOST_LOCAL
        && hasNoEmptyPart(text, from, at)
        && isDomain(text, at + 1, to);
  }

  private static boolean isForbidden(int point) {
    return point == CodePoints.NONE
        || CodePoints.isBlank(point)
        || "@\"(),:;<>[\\]".indexOf(point) >= 0;
  }

  private static boolean hasNoEmptyPart(byte[] text, int from, int to) {
    if (from == to || text[from] == '.' || text[to - 1] == '.') {
      return false;
    }
    for (int at = from + 1; at < to; at++) {
      if (text[at] == '.' && text[at - 1] == '.') {
        return false;
      }
    }
    return true;
  }

  private static boolean isDomain(byte[] text, int from, int to) {
    if (!hasNoEmptyPart(text, from, to)) {
      return false;
    }
    int labels = 0;
    int begin = from;
    for (int at = from; at <= to; at++) {
      if (at == to || text[at] == '.') {
        if (at - begin > MOST_LABEL || text[begin] == '-' || text[at - 1] == '-') {
          return false;
        }
        labels++;
        begin = at + 1;
      } else if (!isOfDomain(text[at])) {
        return false;
      }
    }
    return labels >= 2;
  }

  private static boolean isOfDomain(byte b) {
    return b < 0 || (b >= 'a' && b <= 'z') || (b >= '0' && b <= '9') || b == '-';
  }
}
