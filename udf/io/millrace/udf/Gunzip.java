package io.millrace.udf;

import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.apache.spark.sql.connector.catalog.functions.BoundFunction;
import org.apache.spark.sql.connector.catalog.functions.ScalarFunction;
import org.apache.spark.sql.connector.catalog.functions.UnboundFunction;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * {@code gunzip(packed)}: the bytes that gzip packed, of one member or several behind each other;
 * null if they are not whole and sound, or more than {@link #MOST}.
 */
public final class Gunzip implements UnboundFunction, ScalarFunction<byte[]> {

  /** The most bytes that are unpacked, against a few that would fill the memory. */
  public static final int MOST = 64 << 20;

  private static final int HEADER = 10;
  private static final int TRAILER = 8;
  private static final int HEADER_CRC = 2;
  private static final int EXTRA = 4;
  private static final int NAME = 8;
  private static final int COMMENT = 16;
  private static final int RESERVED = 0xe0;

  /** The unpacked bytes; Spark's generated code calls this. */
  public static byte[] invoke(byte[] packed) {
    if (packed == null || packed.length == 0) {
      return null;
    }
    Inflater inflater = new Inflater(true);
    try {
      byte[] out = new byte[(int) Math.min(MOST, Math.max(packed.length, 256) * 4L)];
      int size = 0;
      int at = 0;
      while (at < packed.length) {
        int start = dataStart(packed, at);
        if (start < 0) {
          return null;
        }
        inflater.reset();
        inflater.setInput(packed, start, packed.length - start);
        int from = size;
        while (!inflater.finished()) {
          if (size == out.length) {
            out = Arrays.copyOf(out, (int) Math.min(MOST + 1L, out.length * 2L));
          }
          int more = inflater.inflate(out, size, out.length - size);
          size += more;
          if (size > MOST || (more == 0 && !inflater.finished())) {
            return null;
          }
        }
        at = packed.length - inflater.getRemaining();
        if (!isSound(packed, at, out, from, size)) {
          return null;
        }
        at += TRAILER;
      }
      return Arrays.copyOf(out, size);
    } catch (DataFormatException notDeflated) {
      return null;
    } finally {
      inflater.end();
    }
  }

  /** Where the packed data of the member at {@code at} begins, or -1. */
  private static int dataStart(byte[] packed, int at) {
    boolean header =
        packed.length - at > HEADER
            && (packed[at] & 0xff) == 0x1f
            && (packed[at + 1] & 0xff) == 0x8b
            && packed[at + 2] == 8;
    int flags = header ? packed[at + 3] : RESERVED;
    if ((flags & RESERVED) != 0) {
      return -1;
    }
    int start = at + HEADER;
    if ((flags & EXTRA) != 0) {
      start += start + 2 > packed.length ? packed.length : 2 + (int) number(packed, start, 2);
    }
    start = (flags & NAME) != 0 ? zeroEnd(packed, start) : start;
    start = (flags & COMMENT) != 0 ? zeroEnd(packed, start) : start;
    start += (flags & HEADER_CRC) != 0 ? 2 : 0;
    return start < packed.length ? start : -1;
  }

  private static int zeroEnd(byte[] packed, int from) {
    int at = from;
    while (at < packed.length && packed[at] != 0) {
      at++;
    }
    return at + 1;
  }

  private static boolean isSound(byte[] packed, int trailer, byte[] out, int from, int to) {
    CRC32 crc = new CRC32();
    crc.update(out, from, to - from);
    return trailer + TRAILER <= packed.length
        && number(packed, trailer, 4) == crc.getValue()
        && number(packed, trailer + 4, 4) == to - from;
  }

  private static long number(byte[] bytes, int from, int size) {
    long value = 0;
    for (int i = size - 1; i >= 0; i--) {
      value = value << 8 | (bytes[from + i] & 0xff);
    }
    return value;
  }

  @Override
  public String name() {
    return "gunzip";
  }

  @Override
  public String canonicalName() {
    return "io.millrace.gunzip(binary)";
  }

  @Override
  public String description() {
    return "gunzip(packed): the bytes that gzip packed, 64 MiB at most, or null";
  }

  @Override
  public BoundFunction bind(StructType arguments) {
    Arguments.require(this, arguments, List.of("packed"), inputTypes());
    return this;
  }

  @Override
  public DataType[] inputTypes() {
    return new DataType[] {DataTypes.BinaryType};
  }

  @Override
  public DataType resultType() {
    return DataTypes.BinaryType;
  }
}
