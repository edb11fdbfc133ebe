package io.millrace.jobs.parquet;

import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.statistics.Statistics;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;

/** Whole and floating-point numbers, dates, timestamps and decimals of up to 18 digits. */
final class NumberChunk extends Chunk {

  private final PrimitiveTypeName type;
  private final int width;
  // Sign-extends what is fewer bytes in a row than a long.
  private final int shift;
  // Turns the bits of negative floating-point numbers round, so that bits compare as numbers do.
  private final long turn;
  private long least;
  private long greatest;

  /**
   * @param rowWidth bytes of a value in a row
   */
  NumberChunk(ColumnDescriptor column, PageBuffers buffers, int rowWidth) {
    super(column, buffers);
    this.type = column.getPrimitiveType().getPrimitiveTypeName();
    boolean wide = type == PrimitiveTypeName.INT64 || type == PrimitiveTypeName.DOUBLE;
    this.width = wide ? Long.BYTES : Integer.BYTES;
    this.shift = Long.SIZE - Byte.SIZE * rowWidth;
    this.turn =
        switch (type) {
          case FLOAT -> Integer.MAX_VALUE;
          case DOUBLE -> Long.MAX_VALUE;
          default -> 0;
        };
    begin();
  }

  @Override
  Dictionary newDictionary() {
    return new LongDictionary(width);
  }

  private LongDictionary numbers() {
    return (LongDictionary) dictionary();
  }

  @Override
  void idsToPlain() {
    LongDictionary numbers = numbers();
    plain.reserve(idCount * width);
    for (int i = 0; i < idCount; i++) {
      plain.putReserved(numbers.value(ids[i]), width);
    }
  }

  @Override
  void values(byte[] row, int[] bases, int count, int slot) {
    if (inDictionary()) {
      toDictionary(row, bases, count, slot);
    } else {
      toPlain(row, bases, count, slot);
    }
  }

  private void toDictionary(byte[] row, int[] bases, int count, int slot) {
    LongDictionary numbers = numbers();
    reserveIds(count);
    long min = least;
    long max = greatest;
    for (int i = 0; i < count; i++) {
      long value = read(row, bases[i] + slot);
      long order = order(value);
      min = Math.min(min, order);
      max = Math.max(max, order);
      ids[idCount + i] = numbers.id(value);
    }
    if (variety.isOpen()) {
      long[] hashes = new long[count];
      for (int i = 0; i < count; i++) {
        hashes[i] = LongDictionary.hash(numbers.value(ids[idCount + i]));
      }
      variety.see(hashes, count);
    }
    idCount += count;
    idsPlain += (long) count * width;
    least = min;
    greatest = max;
  }

  private void toPlain(byte[] row, int[] bases, int count, int slot) {
    plain.reserve(count * width);
    long min = least;
    long max = greatest;
    for (int i = 0; i < count; i++) {
      long value = read(row, bases[i] + slot);
      long order = order(value);
      min = Math.min(min, order);
      max = Math.max(max, order);
      plain.putReserved(value, width);
    }
    least = min;
    greatest = max;
  }

  @Override
  void value(byte[] row, int base, int at) {
    long value = read(row, at);
    long order = order(value);
    least = Math.min(least, order);
    greatest = Math.max(greatest, order);
    if (inDictionary()) {
      reserveIds(1);
      ids[idCount++] = numbers().id(value);
      idsPlain += width;
    } else {
      plain.reserve(width);
      plain.putReserved(value, width);
    }
  }

  private long read(byte[] row, int at) {
    return (long) Bytes.LONG.get(row, at) << shift >> shift;
  }

  /** Its own inverse. */
  private long order(long value) {
    return value ^ ((value >> 63) & turn);
  }

  @Override
  void forgetRange() {
    least = Long.MAX_VALUE;
    greatest = Long.MIN_VALUE;
  }

  @Override
  void range(Statistics<?> into) {
    long min = order(least);
    long max = order(greatest);
    switch (type) {
      case INT32 -> {
        into.updateStats((int) min);
        into.updateStats((int) max);
      }
      case INT64 -> {
        into.updateStats(min);
        into.updateStats(max);
      }
      case FLOAT -> floats(into, Float.intBitsToFloat((int) min), Float.intBitsToFloat((int) max));
      default -> doubles(into, Double.longBitsToDouble(min), Double.longBitsToDouble(max));
    }
  }

  /**
   * With a NaN among the values no bound is given, or rather NaN for both, which no reader takes
   * for one: Spark has NaN greater than all else, so a bound without it would hide rows. Zero has
   * either sign.
   */
  private static void doubles(Statistics<?> into, double min, double max) {
    boolean none = Double.isNaN(min) || Double.isNaN(max);
    into.updateStats(none ? Double.NaN : min == 0 ? -0.0 : min);
    into.updateStats(none ? Double.NaN : max == 0 ? 0.0 : max);
  }

  private static void floats(Statistics<?> into, float min, float max) {
    boolean none = Float.isNaN(min) || Float.isNaN(max);
    into.updateStats(none ? Float.NaN : min == 0 ? -0.0f : min);
    into.updateStats(none ? Float.NaN : max == 0 ? 0.0f : max);
  }
}
