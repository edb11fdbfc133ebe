package io.millrace.jobs.parquet;

import java.util.Arrays;
import org.apache.spark.sql.catalyst.expressions.UnsafeRow;
import org.apache.spark.unsafe.Platform;

/**
 * Some rows of one file, in Spark's binary form, until each column is written in a loop of its own:
 * what a column's dictionary needs then stays in the processor's cache.
 */
final class RowBatch {

  private static final int FIRST = 4 << 10;
  private static final int MOST = 64 << 10;
  static final int MOST_ROWS = 1024;

  private byte[] bytes = new byte[FIRST];
  private int[] starts = new int[16];
  private int size;
  private int rows;

  /** Whether the row fits; one that is larger than most fits only if there is no other. */
  boolean add(UnsafeRow row) {
    int length = row.getSizeInBytes();
    if (rows > 0 && (rows == MOST_ROWS || size + (long) length > MOST)) {
      return false;
    }
    long needed = size + (long) length + Bytes.SLACK;
    if (needed > bytes.length) {
      long grown = Math.max(needed, Math.min(MOST + (long) Bytes.SLACK, bytes.length * 2L));
      bytes = Arrays.copyOf(bytes, Math.toIntExact(grown));
    }
    if (rows == starts.length) {
      starts = Arrays.copyOf(starts, rows * 2);
    }
    Platform.copyMemory(
        row.getBaseObject(), row.getBaseOffset(), bytes, Platform.BYTE_ARRAY_OFFSET + size, length);
    starts[rows++] = size;
    size += length;
    return true;
  }

  byte[] bytes() {
    return bytes;
  }

  int rows() {
    return rows;
  }

  int start(int row) {
    return starts[row];
  }

  void clear() {
    if (bytes.length > 2 * MOST) {
      bytes = new byte[FIRST];
    }
    size = 0;
    rows = 0;
  }

  int size() {
    return size;
  }

  long held() {
    return bytes.length + starts.length * (long) Integer.BYTES;
  }
}
