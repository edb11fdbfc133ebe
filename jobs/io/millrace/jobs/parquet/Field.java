package io.millrace.jobs.parquet;

import java.io.IOException;
import java.util.List;

/**
 * A field of rows, or of structs, arrays or maps in them, whose values go to one column or several.
 * Values are found where Spark's {@code UnsafeRow}, {@code UnsafeArrayData} and {@code
 * UnsafeMapData} have them: fixed ones in a slot of eight bytes, or in an array of their own width;
 * all others where the slot says, in its upper half from the beginning of what holds the slot.
 */
abstract class Field {

  /** Whether a bit set says that the field of a row or struct is null. */
  static boolean isNull(byte[] row, int base, int ordinal) {
    long word = (long) Bytes.LONG.get(row, base + ((ordinal >> 6) << 3));
    return ((word >>> ordinal) & 1) != 0;
  }

  /** Where, behind its beginning, the slot of a field lies. */
  static int slot(int fields, int ordinal) {
    return nullBytes(fields) + Long.BYTES * ordinal;
  }

  /** Bytes of a bit set. */
  static int nullBytes(int bits) {
    return (bits + 63) / Long.SIZE * Long.BYTES;
  }

  /** Where the value lies that is not in its slot. */
  static int place(byte[] row, int base, int at) {
    return base + (int) ((long) Bytes.LONG.get(row, at) >>> 32);
  }

  /** The columns, in the order of the schema. */
  abstract List<Chunk> columns();

  /**
   * Adds a value that is there.
   *
   * @param base where in {@code row} that begins which holds it
   * @param at where its slot lies
   * @param repetition the level at which it goes on
   */
  abstract void write(byte[] row, int base, int at, int repetition);

  /** Adds that there is none, and down to which level there is something. */
  abstract void missing(int repetition, int definition);

  /** Adds the field's values of whole rows. */
  void rows(RowBatch batch, RowShape shape, int ordinal, int from, int to) {
    byte[] row = batch.bytes();
    int slot = slot(shape.fields(), ordinal);
    for (int i = from; i < to; i++) {
      int base = batch.start(i);
      if (isNull(row, base, ordinal)) {
        missing(0, 0);
      } else {
        write(row, base, base + slot, 0);
      }
    }
  }

  /** Adds the field's values of all rows of a batch, as many at a time as each page takes. */
  final void rows(RowBatch batch, RowShape shape, int ordinal) throws IOException {
    int from = 0;
    while (from < batch.rows()) {
      int to = batch.rows();
      for (Chunk column : columns()) {
        to = Math.min(to, from + column.room());
      }
      rows(batch, shape, ordinal, from, to);
      for (Chunk column : columns()) {
        column.endRows(to - from);
      }
      from = to;
    }
  }
}
