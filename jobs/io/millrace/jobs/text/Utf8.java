package io.millrace.jobs.text;

import java.nio.charset.StandardCharsets;
import org.apache.spark.unsafe.types.UTF8String;

/** Checks and mends UTF-8. */
final class Utf8 {

  private Utf8() {}

  /** Whether {@code [from, to)} is well-formed UTF-8. */
  static boolean isValid(byte[] bytes, int from, int to) {
    int at = from;
    while (at < to) {
      int length = bytes[at] >= 0 ? 1 : sequence(bytes, at, to);
      if (length == 0) {
        return false;
      }
      at += length;
    }
    return true;
  }

  /** The text of {@code [from, to)}, what is not UTF-8 replaced by U+FFFD. */
  static UTF8String repaired(byte[] bytes, int from, int to) {
    return UTF8String.fromString(new String(bytes, from, to - from, StandardCharsets.UTF_8));
  }

  /** A cut at or before {@code to} that parts no character of valid UTF-8. */
  static int cut(byte[] bytes, int from, int to) {
    int at = to;
    while (at > from && at > to - 3 && (bytes[at] & 0xC0) == 0x80) {
      at--;
    }
    return (bytes[at] & 0xC0) == 0x80 ? to : at;
  }

  /** Length of the well-formed sequence of two to four bytes at {@code at}, else 0. */
  private static int sequence(byte[] bytes, int at, int to) {
    int first = bytes[at] & 0xff;
    int second = at + 1 < to ? bytes[at + 1] & 0xff : 0;
    if (first >= 0xC2 && first <= 0xDF) {
      return isTail(second) ? 2 : 0;
    }
    if (first >= 0xE0 && first <= 0xEF) {
      int low = first == 0xE0 ? 0xA0 : 0x80;
      int high = first == 0xED ? 0x9F : 0xBF; // no surrogates
      return second >= low && second <= high && isTail(bytes, at + 2, to) ? 3 : 0;
    }
    if (first >= 0xF0 && first <= 0xF4) {
      int low = first == 0xF0 ? 0x90 : 0x80;
      int high = first == 0xF4 ? 0x8F : 0xBF; // nothing beyond U+10FFFF
      boolean tails = isTail(bytes, at + 2, to) && isTail(bytes, at + 3, to);
      return second >= low && second <= high && tails ? 4 : 0;
    }
    return 0;
  }

  private static boolean isTail(byte[] bytes, int at, int to) {
    return at < to && isTail(bytes[at] & 0xff);
  }

  private static boolean isTail(int value) {
    return (value & 0xC0) == 0x80;
  }
}
