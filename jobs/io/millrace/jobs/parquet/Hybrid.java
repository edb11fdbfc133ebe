package io.millrace.jobs.parquet;

/**
 * Parquet's encoding of levels and of dictionary ids: runs of one value, and between them values
 * packed to as many bits as the greatest has, eight at a time.
 *
 * @see <a href="https://parquet.apache.org/docs/file-format/data-pages/encodings/#RLE">RLE /
 *     bit-packing hybrid</a>
 */
final class Hybrid {

  private static final int GROUP = 8;

  private Hybrid() {}

  /** Bits that hold every value up to {@code greatest}. */
  static int width(int greatest) {
    return Integer.SIZE - Integer.numberOfLeadingZeros(greatest);
  }

  static void encode(int[] values, int count, int width, Bytes out) {
    // A run takes a header and ends the packed values before it: worth it from some bytes on.
    int leastRun = width <= 2 ? 4 * GROUP : width <= 4 ? 2 * GROUP : GROUP;
    int packedFrom = 0;
    int at = 0;
    while (at < count) {
      int end = runEnd(values, at, count);
      if (end - at >= leastRun || (width == 0 && end > at)) {
        pack(values, packedFrom, at, width, out);
        run(values[at], end - at, width, out);
        at = end;
        packedFrom = end;
      } else {
        at += GROUP;
      }
    }
    pack(values, packedFrom, count, width, out);
  }

  private static int runEnd(int[] values, int from, int count) {
    int value = values[from];
    int end = from + 1;
    while (end < count && values[end] == value) {
      end++;
    }
    return end;
  }

  /** A run of one value. */
  static void run(int value, int times, int width, Bytes out) {
    out.putVarint(times << 1);
    for (int bits = 0; bits < width; bits += Byte.SIZE) {
      out.putByte(value >>> bits);
    }
  }

  private static void pack(int[] values, int from, int to, int width, Bytes out) {
    if (to <= from) {
      return;
    }
    int groups = (to - from + GROUP - 1) / GROUP;
    out.putVarint((groups << 1) | 1);
    out.reserve(groups * width + Long.BYTES);
    long bits = 0;
    int held = 0;
    for (int i = from; i < to; i++) {
      bits |= (long) values[i] << held;
      held += width;
      if (held >= Integer.SIZE) {
        out.putReserved(bits, Integer.BYTES);
        bits >>>= Integer.SIZE;
        held -= Integer.SIZE;
      }
    }
    int missing = groups * GROUP - (to - from);
    held += missing * width;
    while (held > 0) {
      int bytes = Math.min(Integer.BYTES, (held + 7) / Byte.SIZE);
      out.putReserved(bits, bytes);
      bits >>>= Integer.SIZE;
      held -= bytes * Byte.SIZE;
    }
  }
}
