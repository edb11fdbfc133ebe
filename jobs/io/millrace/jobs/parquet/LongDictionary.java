package io.millrace.jobs.parquet;

import java.util.Arrays;

/** Different numbers, or bits of numbers, in the order in which they first came. */
final class LongDictionary implements Dictionary {

  private static final int LEAST = 16;

  private final int width;
  private long[] keys = new long[LEAST];
  // One more than the id; 0 is free.
  private int[] ids = new int[LEAST];
  private long[] values = new long[LEAST / 2];
  private int shift = Long.SIZE - Integer.numberOfTrailingZeros(LEAST);
  private int size;

  /**
   * @param width bytes of each in the file
   */
  LongDictionary(int width) {
    this.width = width;
  }

  @Override
  public int size() {
    return size;
  }

  @Override
  public long bytes() {
    return (long) size * width;
  }

  @Override
  public void page(Bytes out) {
    out.reserve(size * width);
    for (int id = 0; id < size; id++) {
      out.putReserved(values[id], width);
    }
  }

  long value(int id) {
    return values[id];
  }

  @Override
  public long held() {
    return keys.length * (long) (Long.BYTES + Integer.BYTES) + values.length * (long) Long.BYTES;
  }

  int id(long value) {
    int last = keys.length - 1;
    int at = slot(value);
    while (ids[at] != 0) {
      if (keys[at] == value) {
        return ids[at] - 1;
      }
      at = (at + 1) & last;
    }
    return insert(value, at);
  }

  private int slot(long value) {
    return (int) (hash(value) >>> shift);
  }

  static long hash(long value) {
    return (value ^ (value >>> 32)) * 0x9E3779B97F4A7C15L;
  }

  private int insert(long value, int at) {
    keys[at] = value;
    ids[at] = size + 1;
    if (size == values.length) {
      values = Arrays.copyOf(values, size * 2);
    }
    values[size++] = value;
    if (size * 2 > keys.length) {
      grow();
    }
    return size - 1;
  }

  private void grow() {
    shift--;
    keys = new long[keys.length * 2];
    ids = new int[keys.length];
    int last = keys.length - 1;
    for (int id = 0; id < size; id++) {
      int at = slot(values[id]);
      while (ids[at] != 0) {
        at = (at + 1) & last;
      }
      keys[at] = values[id];
      ids[at] = id + 1;
    }
  }
}
