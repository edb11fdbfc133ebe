package io.millrace.jobs.text;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;

/** Strict numbers: digits as people write them, no blanks, nothing that does not fit. */
final class Numbers {

  private static final double[] TENS = {
    1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16,
    1e17, 1e18, 1e19, 1e20, 1e21, 1e22
  };
  private static final int LONGEST = 4096;

  private boolean valid;

  /** Whether the value parsed last is one. */
  boolean isValid() {
    return valid;
  }

  /** The whole number in {@code [from, to)}. */
  long whole(byte[] bytes, int from, int to, long min, long max) {
    valid = false;
    boolean negative = from < to && bytes[from] == '-';
    int at = negative || (from < to && bytes[from] == '+') ? from + 1 : from;
    if (at == to) {
      return 0;
    }
    long value = 0; // negative all the way: there is one more of those
    for (; at < to; at++) {
      int digit = bytes[at] - '0';
      if (digit < 0 || digit > 9 || value < Long.MIN_VALUE / 10) {
        return 0;
      }
      value = value * 10;
      if (value < Long.MIN_VALUE + digit) {
        return 0;
      }
      value -= digit;
    }
    if (!negative && value == Long.MIN_VALUE) {
      return 0;
    }
    value = negative ? value : -value;
    valid = value >= min && value <= max;
    return value;
  }

  /** The floating point number in {@code [from, to)}; NaN and Infinity by these names only. */
  double floating(byte[] bytes, int from, int to, boolean isFloat) {
    int sign = from < to && (bytes[from] == '-' || bytes[from] == '+') ? 1 : 0;
    if (from + sign < to && bytes[from + sign] > '9') {
      return named(text(bytes, from, to));
    }
    valid = isDecimal(bytes, from, to);
    if (!valid) {
      return 0;
    }
    if (!isFloat) {
      double quick = quick(bytes, from + sign, to);
      if (quick >= 0) {
        return bytes[from] == '-' ? -quick : quick;
      }
    }
    String text = text(bytes, from, to);
    double value = isFloat ? Float.parseFloat(text) : Double.parseDouble(text);
    valid = !Double.isInfinite(value) && (value != 0 || isZero(bytes, from + sign, to));
    return value;
  }

  /** Whether all digits before the exponent are zeros. */
  private static boolean isZero(byte[] bytes, int from, int to) {
    int at = from;
    while (at < to && (bytes[at] == '0' || bytes[at] == '.')) {
      at++;
    }
    return at == to || bytes[at] == 'e' || bytes[at] == 'E';
  }

  /** Exact if digits and scale are few, as both then are exact doubles; else -1. */
  private static double quick(byte[] bytes, int from, int to) {
    long digits = 0;
    int scale = 0;
    boolean point = false;
    for (int at = from; at < to; at++) {
      int digit = bytes[at] - '0';
      if (bytes[at] == '.') {
        point = true;
      } else if (digit < 0 || digit > 9 || digits > (1L << 53) / 10 - 1) {
        return -1;
      } else {
        digits = digits * 10 + digit;
        scale += point ? 1 : 0;
      }
    }
    return scale < TENS.length ? digits / TENS[scale] : -1;
  }

  private double named(String text) {
    valid = true;
    switch (text) {
      case "NaN":
        return Double.NaN;
      case "Infinity", "+Infinity":
        return Double.POSITIVE_INFINITY;
      case "-Infinity":
        return Double.NEGATIVE_INFINITY;
      default:
        valid = false;
        return 0;
    }
  }

  /** The decimal in {@code [from, to)}, exact in {@code scale} digits, or null. */
  BigDecimal decimal(byte[] bytes, int from, int to, int precision, int scale) {
    valid = false;
    if (to - from > LONGEST || !isDecimal(bytes, from, to)) {
      return null;
    }
    try {
      BigDecimal value = new BigDecimal(text(bytes, from, to));
      if (value.signum() != 0 && (long) value.precision() - value.scale() > precision - scale) {
        return null;
      }
      BigDecimal exact =
          value.signum() == 0
              ? BigDecimal.ZERO.setScale(scale)
              : value.stripTrailingZeros().setScale(scale, RoundingMode.UNNECESSARY);
      valid = exact.precision() <= precision || exact.signum() == 0;
      return exact;
    } catch (ArithmeticException | NumberFormatException e) {
      return null; // more digits behind the point than the column has, or an absurd exponent
    }
  }

  /** Sign, digits with at most one point, exponent. */
  private static boolean isDecimal(byte[] bytes, int from, int to) {
    int at = from < to && (bytes[from] == '-' || bytes[from] == '+') ? from + 1 : from;
    int whole = digits(bytes, at, to);
    at += whole;
    int part = 0;
    if (at < to && bytes[at] == '.') {
      part = digits(bytes, at + 1, to);
      at += 1 + part;
    }
    if (whole + part == 0) {
      return false;
    }
    if (at < to && (bytes[at] | 0x20) == 'e') {
      at++;
      at += at < to && (bytes[at] == '-' || bytes[at] == '+') ? 1 : 0;
      int exponent = digits(bytes, at, to);
      return exponent > 0 && at + exponent == to;
    }
    return at == to;
  }

  private static int digits(byte[] bytes, int from, int to) {
    int at = from;
    while (at < to && bytes[at] >= '0' && bytes[at] <= '9') {
      at++;
    }
    return at - from;
  }

  private static String text(byte[] bytes, int from, int to) {
    return new String(bytes, from, to - from, StandardCharsets.ISO_8859_1);
  }
}
