package io.millrace.jobs.parquet;

import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.statistics.Statistics;

/** Booleans, eight to a byte. */
final class BooleanChunk extends Chunk {

  private int bits;
  private int held;
  private boolean anyFalse;
  private boolean anyTrue;

  BooleanChunk(ColumnDescriptor column, PageBuffers buffers) {
    super(column, buffers);
    begin();
  }

  @Override
  Dictionary newDictionary() {
    return null;
  }

  @Override
  void idsToPlain() {}

  @Override
  void values(byte[] row, int[] bases, int count, int slot) {
    for (int i = 0; i < count; i++) {
      value(row, bases[i], bases[i] + slot);
    }
  }

  @Override
  void value(byte[] row, int base, int at) {
    boolean is = row[at] != 0;
    anyTrue |= is;
    anyFalse |= !is;
    bits |= (is ? 1 : 0) << held;
    if (++held == Byte.SIZE) {
      completePlain();
    }
  }

  @Override
  void completePlain() {
    if (held > 0) {
      plain.putByte(bits);
      bits = 0;
      held = 0;
    }
  }

  @Override
  void forgetRange() {
    anyFalse = false;
    anyTrue = false;
  }

  @Override
  void range(Statistics<?> into) {
    into.updateStats(!anyFalse);
    into.updateStats(anyTrue);
  }
}
