package io.millrace.udf;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.apache.spark.unsafe.Platform;

/** UTF-8 text as Spark holds it in memory, by address; {@code to} is the first byte after it. */
final class Bytes {

  private Bytes() {}

  static boolean isUtf8(byte[] text) {
    try {
      StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(text));
      return true;
    } catch (CharacterCodingException otherBytes) {
      return false;
    }
  }

  static boolean isBlank(byte b) {
    return b >= 0 && b <= ' ';
  }

  /** The address of the first byte that is not blank, or {@code to}. */
  static long skipBlanks(Object base, long from, long to) {
    long at = from;
    while (at < to && isBlank(Platform.getByte(base, at))) {
      at++;
    }
    return at;
  }

  /** The address after the last byte that is not blank, or {@code from}. */
  static long dropBlanks(Object base, long from, long to) {
    long at = to;
    while (at > from && isBlank(Platform.getByte(base, at - 1))) {
      at--;
    }
    return at;
  }

  /** Whether the text begins with {@code open} and ends with another byte {@code close}. */
  static boolean isEnclosed(Object base, long from, long to, char open, char close) {
    return to - from >= 2
        && Platform.getByte(base, from) == open
        && Platform.getByte(base, to - 1) == close;
  }

  /** The number that {@code digits} ASCII digits make, or -1. */
  static int number(Object base, long from, long to, int digits) {
    if (to - from < digits) {
      return -1;
    }
    int value = 0;
    for (long at = from; at < from + digits; at++) {
      int digit = Platform.getByte(base, at) - '0';
      if (digit < 0 || digit > 9) {
        return -1;
      }
      value = value * 10 + digit;
    }
    return value;
  }
}
