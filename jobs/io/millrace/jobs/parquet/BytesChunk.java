package io.millrace.jobs.parquet;

import java.util.Arrays;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.statistics.Statistics;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;

/** Strings, binary values, and decimals of more than 18 digits, which are as long as each other. */
final class BytesChunk extends Chunk {

  private static final long[] NONE = new long[0];

  // Of a decimal; 0 for what has its length in front.
  private final int fixed;
  private final byte[] decimal;
  private final ByteRange range;
  private final Lookup lookup;
  // Which ids the page has, so that each value is compared once, however often it comes.
  private long[] seen = NONE;

  BytesChunk(ColumnDescriptor column, PageBuffers buffers) {
    super(column, buffers);
    boolean isFixed =
        column.getPrimitiveType().getPrimitiveTypeName() == PrimitiveTypeName.FIXED_LEN_BYTE_ARRAY;
    this.fixed = isFixed ? column.getPrimitiveType().getTypeLength() : 0;
    this.decimal = new byte[fixed + Bytes.SLACK];
    this.range = new ByteRange(isFixed);
    this.lookup = buffers.lookup();
    begin();
  }

  @Override
  Dictionary newDictionary() {
    return new BytesDictionary(fixed);
  }

  private BytesDictionary texts() {
    return (BytesDictionary) dictionary();
  }

  @Override
  void idsToPlain() {
    BytesDictionary texts = texts();
    byte[] data = texts.data().array();
    for (int i = 0; i < idCount; i++) {
      int start = texts.start(ids[i]);
      toPlain(data, start, texts.length(ids[i]));
    }
  }

  @Override
  void values(byte[] row, int[] bases, int count, int slot) {
    if (fixed > 0 || !inDictionary()) {
      for (int i = 0; i < count; i++) {
        value(row, bases[i], bases[i] + slot);
      }
      return;
    }
    reserveIds(count);
    int[] places = lookup.places();
    int[] lengths = lookup.lengths();
    for (int i = 0; i < count; i++) {
      long place = (long) Bytes.LONG.get(row, bases[i] + slot);
      places[i] = bases[i] + (int) (place >>> 32);
      lengths[i] = (int) place;
      idsPlain += lengths[i] + Integer.BYTES;
    }
    texts().ids(row, lookup, count, ids, idCount);
    if (variety.isOpen()) {
      variety.see(lookup.hashes(), count);
    }
    reserveSeen();
    for (int i = 0; i < count; i++) {
      if (isFirst(ids[idCount + i])) {
        range.add(row, places[i], lengths[i]);
      }
    }
    idCount += count;
  }

  private void reserveSeen() {
    int words = (texts().size() + 63) / Long.SIZE;
    if (words > seen.length) {
      seen = Arrays.copyOf(seen, words * 2);
    }
  }

  /** Whether the page has not had it; from now on it has. */
  private boolean isFirst(int id) {
    long bit = 1L << id;
    boolean first = (seen[id >> 6] & bit) == 0;
    seen[id >> 6] |= bit;
    return first;
  }

  @Override
  void value(byte[] row, int base, int at) {
    long place = (long) Bytes.LONG.get(row, at);
    int from = base + (int) (place >>> 32);
    if (fixed > 0) {
      widen(row, from, (int) place);
      add(decimal, 0, fixed);
    } else {
      add(row, from, (int) place);
    }
  }

  /** A row holds as few bytes of a decimal as it needs. */
  private void widen(byte[] row, int from, int length) {
    Arrays.fill(decimal, 0, fixed - length, (byte) (row[from] >> 7));
    System.arraycopy(row, from, decimal, fixed - length, length);
  }

  private void add(byte[] from, int at, int length) {
    if (inDictionary()) {
      reserveIds(1);
      int id = texts().id(from, at, length);
      ids[idCount++] = id;
      idsPlain += fixed > 0 ? length : length + Integer.BYTES;
      reserveSeen();
      if (isFirst(id)) {
        range.add(from, at, length);
      }
    } else {
      toPlain(from, at, length);
    }
  }

  private void toPlain(byte[] from, int at, int length) {
    if (fixed == 0) {
      plain.putInt(length);
    }
    range.add(from, at, length);
    plain.put(from, at, length);
  }

  @Override
  void forgetRange() {
    range.clear();
    Arrays.fill(seen, 0);
  }

  @Override
  void range(Statistics<?> into) {
    into.updateStats(Binary.fromConstantByteArray(range.least()));
    into.updateStats(Binary.fromConstantByteArray(range.greatest()));
  }
}
