package io.millrace.jobs.parquet;

import java.util.Arrays;

/**
 * The least and the greatest of some byte strings: compared byte by byte, unsigned, as Parquet
 * orders text; decimals by their sign first.
 */
final class ByteRange {

  private static final int KEPT = 1 << 10;

  private final long sign;
  private final Bytes least = new Bytes();
  private final Bytes greatest = new Bytes();
  private long leastHead;
  private long greatestHead;
  private boolean empty = true;

  /**
   * @param signed whether they are numbers of one length, the greatest byte first
   */
  ByteRange(boolean signed) {
    this.sign = signed ? 0 : Long.MIN_VALUE;
  }

  void clear() {
    empty = true;
    least.clear(KEPT);
    greatest.clear(KEPT);
  }

  /** Looks at one that may be followed by {@link Bytes#SLACK} more bytes. */
  void add(byte[] from, int at, int length) {
    long head = head(from, at, length);
    if (empty || head < leastHead || (head == leastHead && compare(from, at, length, least) < 0)) {
      leastHead = head;
      set(least, from, at, length);
    }
    if (empty
        || head > greatestHead
        || (head == greatestHead && compare(from, at, length, greatest) > 0)) {
      greatestHead = head;
      set(greatest, from, at, length);
    }
    empty = false;
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
  private static int compare(byte[] one, int at, int length, Bytes other) {
    return Arrays.compareUnsigned(one, at, at + length, other.array(), 0, other.size());
  }

  private static void set(Bytes bound, byte[] from, int at, int length) {
    bound.truncate(0);
    bound.put(from, at, length);
  }

  byte[] least() {
    return bytes(least);
  }

  byte[] greatest() {
    return bytes(greatest);
  }

  /** Bounds of other values would hide rows from readers. */
  private byte[] bytes(Bytes bound) {
    if (empty) {
      throw new IllegalStateException("no values, so no bounds");
    }
    return Arrays.copyOf(bound.array(), bound.size());
  }
}
