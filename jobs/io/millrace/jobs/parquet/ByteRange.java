package io.millrace.jobs.parquet;

import java.util.Arrays;

/**
 * The least and the greatest of some byte strings, all of which lie in one array: compared byte by
 * byte, unsigned, as Parquet orders text; decimals by their sign first.
 */
final class ByteRange {

  private final long sign;
  private long leastHead;
  private long greatestHead;
  private int leastAt = -1;
  private int leastLength;
  private int greatestAt;
  private int greatestLength;

  /**
   * @param signed whether they are numbers of one length, the greatest byte first
   */
  ByteRange(boolean signed) {
    this.sign = signed ? 0 : Long.MIN_VALUE;
  }

  void clear() {
    leastAt = -1;
  }

  /**
   * Looks at one that may be followed by {@link Bytes#SLACK} more bytes.
   *
   * @param data where the earlier ones lie
   * @param place where in it this one lies, or is about to
   */
  void add(byte[] from, int at, int length, byte[] data, int place) {
    long head = head(from, at, length);
    if (leastAt < 0) {
      setLeast(head, place, length);
      setGreatest(head, place, length);
      return;
    }
    if (head < leastHead
        || (head == leastHead && compare(from, at, length, data, leastAt, leastLength) < 0)) {
      setLeast(head, place, length);
    } else if (head > greatestHead
        || (head == greatestHead
            && compare(from, at, length, data, greatestAt, greatestLength) > 0)) {
      setGreatest(head, place, length);
    }
  }

  /** The first eight bytes so that they compare as a number does. */
  private long head(byte[] from, int at, int length) {
    long word = (long) Bytes.LONG.get(from, at);
    if (length < Long.BYTES) {
      word &= (1L << (length * Byte.SIZE)) - 1;
    }
    return Long.reverseBytes(word) ^ sign;
  }

  /** Of two that begin alike, so that no sign matters any more. */
  private static int compare(byte[] one, int at, int length, byte[] other, int from, int bytes) {
    return Arrays.compareUnsigned(one, at, at + length, other, from, from + bytes);
  }

  private void setLeast(long head, int place, int length) {
    leastHead = head;
    leastAt = place;
    leastLength = length;
  }

  private void setGreatest(long head, int place, int length) {
    greatestHead = head;
    greatestAt = place;
    greatestLength = length;
  }

  byte[] least(byte[] data) {
    return Arrays.copyOfRange(data, leastAt, leastAt + leastLength);
  }

  byte[] greatest(byte[] data) {
    return Arrays.copyOfRange(data, greatestAt, greatestAt + greatestLength);
  }
}
