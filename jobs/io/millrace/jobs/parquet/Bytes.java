package io.millrace.jobs.parquet;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/** Bytes that grow, numbers in them little-endian, as Parquet and Spark's rows have them. */
final class Bytes {

  static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

  /** Behind the last byte, so that a value may be read and written by words of eight. */
  static final int SLACK = 8;

  private static final int MOST = Integer.MAX_VALUE - 64;
  private static final int SHORT = 32;
  private static final byte[] NONE = new byte[SLACK];

  private byte[] bytes = NONE;
  private int size;

  byte[] array() {
    return bytes;
  }

  int size() {
    return size;
  }

  int capacity() {
    return bytes.length;
  }

  void truncate(int to) {
    size = to;
  }

  /** Forgets all, and what it took if that was much. */
  void clear(int keep) {
    size = 0;
    if (bytes.length > keep) {
      bytes = NONE;
    }
  }

  void reserve(int more) {
    long needed = (long) size + more + SLACK;
    if (needed > bytes.length) {
      if (needed > MOST) {
        throw new IllegalStateException("one value or page of a Parquet file exceeds 2 GB");
      }
      long grown = Math.max(64, bytes.length + (long) (bytes.length >> 1));
      bytes = Arrays.copyOf(bytes, (int) Math.min(MOST, Math.max(needed, grown)));
    }
  }

  void putByte(int value) {
    reserve(1);
    bytes[size++] = (byte) value;
  }

  void putInt(int value) {
    reserve(Integer.BYTES);
    INT.set(bytes, size, value);
    size += Integer.BYTES;
  }

  /** The low {@code width} bytes, for which there must be room. */
  void putReserved(long value, int width) {
    LONG.set(bytes, size, value);
    size += width;
  }

  /** A copy of bytes behind which at least {@link #SLACK} more may be read. */
  void put(byte[] from, int at, int length) {
    reserve(length);
    if (length <= SHORT) {
      for (int i = 0; i < length; i += Long.BYTES) {
        LONG.set(bytes, size + i, (long) LONG.get(from, at + i));
      }
    } else {
      System.arraycopy(from, at, bytes, size, length);
    }
    size += length;
  }

  void putVarint(int value) {
    reserve(5);
    int rest = value;
    while ((rest & ~0x7f) != 0) {
      bytes[size++] = (byte) ((rest & 0x7f) | 0x80);
      rest >>>= 7;
    }
    bytes[size++] = (byte) rest;
  }

  void setInt(int at, int value) {
    INT.set(bytes, at, value);
  }
}
