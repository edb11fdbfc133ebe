package io.millrace.udf;

import org.apache.spark.unsafe.Platform;

/** The shapes of personal values: digits with separators, addresses. */
final class PiiShape {

  private static final int SSN = 1;
  private static final int CARD = 2;
  private static final int EMAIL = 4;
  private static final int PHONE = 8;
  private static final int IP = 16;

  private static final int LONGEST = 254;
  private static final int MOST_DIGITS = 19;

  private PiiShape() {}

  /** What the text between two addresses looks like, as a sum; its ends are no blanks. */
  static int kinds(Object base, long from, long to) {
    int length = (int) Math.min(to - from, LONGEST + 1);
    if (length < 2 || length > LONGEST) {
      return 0;
    }
    if (IpAddress.of(base, from, to) != null) {
      return IP;
    }
    byte[] digits = new byte[MOST_DIGITS];
    int count = 0;
    int separators = 0;
    boolean loose = false; // separators that a card number does not have
    for (long at = from; at < to; at++) {
      byte b = Platform.getByte(base, at);
      if (isDigit(b) && count < MOST_DIGITS) {
        digits[count++] = (byte) (b - '0');
      } else if (b == ' ' || b == '-') {
        separators++;
        loose |= !isBetweenDigits(base, at, from, to);
      } else if (b == '.' || b == '/' || b == '(' || b == ')' || (b == '+' && at == from)) {
        separators++;
        loose = true;
      } else {
        return EmailShape.at(base, from, to) >= 0 ? EMAIL : 0;
      }
    }
    boolean international = Platform.getByte(base, from) == '+';
    return (isSsn(base, from, to, digits, count) ? SSN : 0)
        | (!loose && CardNumber.isValid(digits, count) ? CARD : 0)
        | (isPhone(digits, count, separators, international) ? PHONE : 0);
  }

  /**
   * {@code 123-45-6789}, {@code 123 45 6789} or {@code 123456789}, of a number that is given out.
   */
  private static boolean isSsn(Object base, long from, long to, byte[] digits, int count) {
    long length = to - from;
    if (count != 9 || (length != 9 && length != 11)) {
      return false;
    }
    if (length == 11) {
      byte separator = Platform.getByte(base, from + 3);
      boolean split = separator == '-' || separator == ' ';
      if (!split || Platform.getByte(base, from + 6) != separator) {
        return false;
      }
    }
    int area = digits[0] * 100 + digits[1] * 10 + digits[2];
    boolean group = digits[3] + digits[4] > 0;
    boolean serial = digits[5] + digits[6] + digits[7] + digits[8] > 0;
    return area > 0 && area < 900 && area != 666 && group && serial;
  }

  /** {@code +} and 7 to 15 digits; a number of North America; or one with 0 in front, in groups. */
  private static boolean isPhone(byte[] digits, int count, int separators, boolean international) {
    if (international) {
      return count >= 7 && count <= 15 && digits[0] != 0;
    }
    int at = count == 11 && digits[0] == 1 ? 1 : 0;
    if (count - at == 10 && digits[at] >= 2 && digits[at + 3] >= 2) {
      return true;
    }
    return separators > 0 && digits[0] == 0 && (count == 10 || count == 11);
  }

  private static boolean isBetweenDigits(Object base, long at, long from, long to) {
    return at > from
        && at + 1 < to
        && isDigit(Platform.getByte(base, at - 1))
        && isDigit(Platform.getByte(base, at + 1));
  }

  static boolean isDigit(byte b) {
    return b >= '0' && b <= '9';
  }
}
