package io.millrace.jobs.parquet;

import java.util.Arrays;
import org.apache.parquet.column.Encoding;

/** The definition or repetition levels of one page; while all are alike they take no memory. */
final class Levels {

  private static final byte[] NONE = new byte[0];

  private final int max;
  private byte[] each = NONE;
  private boolean alike = true;
  private int count;
  private int first;

  Levels(int max) {
    this.max = max;
  }

  int max() {
    return max;
  }

  /** What parquet-java calls the encoding, also of levels that take no bytes. */
  @SuppressWarnings("deprecation")
  Encoding encoding() {
    return max == 0 ? Encoding.BIT_PACKED : Encoding.RLE;
  }

  int count() {
    return count;
  }

  int capacity() {
    return each.length;
  }

  void add(int level, int times) {
    if (alike && (count == 0 || level == first)) {
      first = level;
      count += times;
      return;
    }
    if (count + times > each.length) {
      each = Arrays.copyOf(each, Math.max(64, (count + times) * 2));
    }
    if (alike) {
      alike = false;
      Arrays.fill(each, 0, count, (byte) first);
    }
    if (times == 1) {
      each[count++] = (byte) level;
    } else {
      Arrays.fill(each, count, count + times, (byte) level);
      count += times;
    }
  }

  /** Writes them with their length in front, or nothing where only one level is possible. */
  void encode(PageBuffers buffers, Bytes out) {
    if (max == 0) {
      return;
    }
    int at = out.size();
    int width = Hybrid.width(max);
    out.putInt(0);
    if (alike) {
      Hybrid.run(first, count, width, out);
    } else {
      int[] wide = buffers.ints(count);
      for (int i = 0; i < count; i++) {
        wide[i] = each[i];
      }
      Hybrid.encode(wide, count, width, out);
    }
    out.setInt(at, out.size() - at - Integer.BYTES);
  }

  void clear() {
    count = 0;
    alike = true;
  }
}
