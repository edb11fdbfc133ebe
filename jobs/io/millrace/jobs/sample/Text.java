package io.millrace.jobs.sample;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Bytes of a file to be, line by line. */
final class Text {

  private byte[] bytes;
  private int length;

  Text(int capacity) {
    bytes = new byte[capacity];
  }

  byte[] bytes() {
    return bytes;
  }

  int length() {
    return length;
  }

  Text add(byte[] more) {
    reserve(more.length);
    System.arraycopy(more, 0, bytes, length, more.length);
    length += more.length;
    return this;
  }

  /** Adds text of one byte per character. */
  Text add(String more) {
    return add(more.getBytes(StandardCharsets.ISO_8859_1));
  }

  Text add(char c) {
    reserve(1);
    bytes[length++] = (byte) c;
    return this;
  }

  /** Adds a number that is not negative. */
  Text add(int number) {
    int digits = 1;
    for (int rest = number / 10; rest > 0; rest /= 10) {
      digits++;
    }
    return add(number, digits);
  }

  /** Adds a number with leading zeros. */
  Text add(int number, int digits) {
    reserve(digits);
    int rest = number;
    for (int at = length + digits - 1; at >= length; at--) {
      bytes[at] = (byte) ('0' + rest % 10);
      rest /= 10;
    }
    length += digits;
    return this;
  }

  /** Takes back and returns what stands from {@code start} on. */
  String cut(int start) {
    String end = new String(bytes, start, length - start, StandardCharsets.ISO_8859_1);
    length = start;
    return end;
  }

  private void reserve(int more) {
    if (bytes.length - length < more) {
      bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, length + more));
    }
  }
}
