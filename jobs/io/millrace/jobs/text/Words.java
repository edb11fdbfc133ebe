package io.millrace.jobs.text;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Looks for bytes eight at a time; arrays need {@link #PAD} readable bytes behind the range. */
final class Words {

  static final int PAD = 8;

  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long ONES = 0x0101010101010101L;
  private static final long HIGH = 0x8080808080808080L;

  private Words() {}

  /** {@code wanted} in each of eight bytes. */
  static long repeat(int wanted) {
    return ONES * (wanted & 0xff);
  }

  /** The first place of the repeated byte in {@code [from, to)}, else {@code to}. */
  static int find(byte[] bytes, int from, int to, long repeated) {
    for (int at = from; at < to; at += 8) {
      long found = zeros((long) LONGS.get(bytes, at) ^ repeated);
      if (found != 0) {
        return Math.min(to, at + (Long.numberOfTrailingZeros(found) >>> 3));
      }
    }
    return to;
  }

  /** The first place of either byte in {@code [from, to)}, else {@code to}. */
  static int find(byte[] bytes, int from, int to, long repeated, long other) {
    for (int at = from; at < to; at += 8) {
      long word = (long) LONGS.get(bytes, at);
      long found = zeros(word ^ repeated) | zeros(word ^ other);
      if (found != 0) {
        return Math.min(to, at + (Long.numberOfTrailingZeros(found) >>> 3));
      }
    }
    return to;
  }

  /** Whether no byte of {@code [from, to)} has its high bit set. */
  static boolean isAscii(byte[] bytes, int from, int to) {
    long any = 0;
    int at = from;
    for (; at + 8 <= to; at += 8) {
      any |= (long) LONGS.get(bytes, at);
    }
    for (; at < to; at++) {
      any |= bytes[at];
    }
    return (any & HIGH) == 0;
  }

  /** Whether a byte of {@code [from, to)} is below a blank. */
  static boolean hasControls(byte[] bytes, int from, int to) {
    int at = from;
    for (; at + 8 <= to; at += 8) {
      long word = (long) LONGS.get(bytes, at);
      if (((word - ONES * ' ') & ~word & HIGH) != 0) {
        return true;
      }
    }
    for (; at < to; at++) {
      if (bytes[at] >= 0 && bytes[at] < ' ') {
        return true;
      }
    }
    return false;
  }

  /** Whether {@code length} bytes from {@code at} on are the first of {@code other}. */
  static boolean areSame(byte[] bytes, int at, byte[] other, int length) {
    long differ = 0;
    int whole = length & -8;
    for (int i = 0; i < whole; i += 8) {
      differ |= (long) LONGS.get(bytes, at + i) ^ (long) LONGS.get(other, i);
    }
    long rest = (long) LONGS.get(bytes, at + whole) ^ (long) LONGS.get(other, whole);
    return (differ | (rest & ((1L << ((length - whole) * 8)) - 1))) == 0;
  }

  /** Marks zero bytes; right for the lowest mark, which is the one used. */
  private static long zeros(long word) {
    return (word - ONES) & ~word & HIGH;
  }
}
