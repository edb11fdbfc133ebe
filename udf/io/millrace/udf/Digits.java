package io.millrace.udf;

/** Numbers that people write with spaces and dashes between their digits. */
final class Digits {

  /** The most bytes that are written: more digits than any number has, so that it is too long. */
  static final int MOST = 21;

  private static final int SSN = 9;

  private Digits() {}

  /** Where the written bytes end, and what is wrong with them. */
  record Written(int end, Flaw flaw) {}

  /** Writes an SSN as nine digits, from {@code begin}. */
  static Written ssn(byte[] text, int from, int to, byte[] out, int begin) {
    int end = copy(text, from, to, out, begin, false);
    if (end < 0) {
      return new Written(begin, Flaw.SSN_CHARACTER);
    }
    return new Written(end, end - begin == SSN ? ssnFlaw(out, begin) : Flaw.SSN_LENGTH);
  }

  private static Flaw ssnFlaw(byte[] digits, int begin) {
    int area = number(digits, begin, begin + 3);
    if (area == 0 || area == 666 || area >= 900) {
      return Flaw.SSN_AREA;
    }
    if (number(digits, begin + 3, begin + 5) == 0) {
      return Flaw.SSN_GROUP;
    }
    return number(digits, begin + 5, begin + SSN) == 0 ? Flaw.SSN_SERIAL : Flaw.NONE;
  }

  private static int number(byte[] digits, int from, int to) {
    int number = 0;
    for (int at = from; at < to; at++) {
      number = number * 10 + digits[at] - '0';
    }
    return number;
  }

  /** Writes the number of a card, from {@code begin}. */
  static Written card(byte[] text, int from, int to, byte[] out, int begin) {
    int end = copy(text, from, to, out, begin, false);
    if (end < 0) {
      return new Written(begin, Flaw.CARD_CHARACTER);
    }
    int length = end - begin;
    if (length < 12 || length > 19) {
      return new Written(end, Flaw.CARD_LENGTH);
    }
    return new Written(end, isLuhn(out, begin, end) ? Flaw.NONE : Flaw.CARD_CHECK);
  }

  /** Whether the last digit is what Luhn's rule makes of the others. */
  private static boolean isLuhn(byte[] digits, int from, int to) {
    int sum = 0;
    boolean doubled = false;
    for (int at = to - 1; at >= from; at--) {
      int digit = digits[at] - '0';
      int value = doubled ? digit * 2 : digit;
      sum += value > 9 ? value - 9 : value;
      doubled = !doubled;
    }
    return sum % 10 == 0;
  }

  /** Writes a telephone number, behind a plus if it is international, from {@code begin}. */
  static Written phone(byte[] text, int from, int to, byte[] out, int begin) {
    int end = copy(text, from, to, out, begin, true);
    if (end < 0) {
      return new Written(begin, Flaw.PHONE_CHARACTER);
    }
    if (end - begin > 2 && out[begin] == '0' && out[begin + 1] == '0') {
      out[begin] = '+';
      System.arraycopy(out, begin + 2, out, begin + 1, end - begin - 2);
      end--;
    }
    boolean international = end > begin && out[begin] == '+';
    int digits = end - begin - (international ? 1 : 0);
    if (digits < 7 || digits > 15) {
      return new Written(end, Flaw.PHONE_LENGTH);
    }
    boolean zero = international && out[begin + 1] == '0';
    return new Written(end, zero ? Flaw.PHONE_PREFIX : Flaw.NONE);
  }

  /**
   * Writes the digits as ASCII, no more than {@link #MOST} bytes.
   *
   * @return where they end, or -1 if there is something else than digits and what may separate them
   */
  private static int copy(byte[] text, int from, int to, byte[] out, int begin, boolean phone) {
    int end = begin;
    boolean separated = false;
    int point;
    for (int at = from; at < to; at += CodePoints.size(point)) {
      point = text[at] >= 0 ? text[at] : CodePoints.at(text, at, to);
      int digit = point < 0x80 ? point - '0' : Character.digit(point, 10);
      if (digit >= 0 && digit <= 9) {
        if (end - begin < MOST) {
          out[end++] = (byte) ('0' + digit);
        }
        separated = false;
      } else if (phone && end == begin && (point == '+' || point == 0xff0b)) {
        out[end++] = '+';
      } else if (CodePoints.isBlank(point) || CodePoints.isDash(point)) {
        separated = true;
        if (end == begin) {
          return -1;
        }
      } else if (!phone || !isOfPhone(point, end == begin)) {
        return -1;
      } else {
        separated = point != ')';
      }
    }
    return separated ? -1 : end;
  }

  private static boolean isOfPhone(int point, boolean first) {
    return first ? point == '(' : point == '(' || point == ')' || point == '.' || point == '/';
  }
}
