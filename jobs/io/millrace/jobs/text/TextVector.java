package io.millrace.jobs.text;

import java.util.HashMap;
import java.util.Map;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.unsafe.types.UTF8String;

/** Strings as slices of the read buffer. */
final class TextVector extends ReadOnlyVector {

  private final int[] from;
  private final int[] length;
  private final Unescape unescape;
  private final Map<Integer, UTF8String> copies = new HashMap<>();
  private byte[] bytes;

  /**
   * @param unescape for slices that hold escapes, or null if there are none
   */
  TextVector(int rows, Unescape unescape) {
    super(DataTypes.StringType);
    from = new int[rows];
    length = new int[rows];
    this.unescape = unescape;
  }

  /** Begins a batch. */
  void reset() {
    copies.clear();
  }

  /** Ends a batch, whose slices lie in {@code buffer}. */
  void seal(byte[] buffer) {
    bytes = buffer;
  }

  void setNull(int row) {
    length[row] = -1;
  }

  void set(int row, int start, int end) {
    from[row] = start;
    length[row] = end - start;
  }

  /** A slice whose escapes are undone when somebody reads it. */
  void setEscaped(int row, int start, int end) {
    from[row] = ~start;
    length[row] = end - start;
  }

  /** A text that is no slice. */
  void set(int row, UTF8String copy) {
    from[row] = 0;
    length[row] = 0;
    copies.put(row, copy);
  }

  @Override
  public boolean isNullAt(int row) {
    return length[row] < 0;
  }

  @Override
  public UTF8String getUTF8String(int row) {
    int size = length[row];
    if (size <= 0) {
      UTF8String copy = size < 0 ? null : copies.get(row);
      return size < 0 || copy != null ? copy : UTF8String.EMPTY_UTF8;
    }
    int start = from[row];
    return start >= 0
        ? UTF8String.fromBytes(bytes, start, size)
        : UTF8String.fromBytes(unescape.value(bytes, ~start, ~start + size));
  }
}
