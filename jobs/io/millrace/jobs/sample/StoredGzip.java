package io.millrace.jobs.sample;

import java.io.ByteArrayOutputStream;
import java.util.zip.CRC32;

/**
 * Gzip that does not compress. What a compressor makes of the same bytes differs between builds of
 * zlib; stored blocks are the same everywhere.
 */
final class StoredGzip {

  private static final int LONGEST_BLOCK = 0xFFFF;
  private static final byte[] HEADER = {0x1F, (byte) 0x8B, 8, 0, 0, 0, 0, 0, 0, (byte) 0xFF};

  private StoredGzip() {}

  static byte[] of(byte[] content) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(content.length + 64);
    out.writeBytes(HEADER);
    int at = 0;
    do {
      int length = Math.min(LONGEST_BLOCK, content.length - at);
      out.write(at + length == content.length ? 1 : 0);
      number(out, length, 2);
      number(out, ~length, 2);
      out.write(content, at, length);
      at += length;
    } while (at < content.length);
    CRC32 sum = new CRC32();
    sum.update(content);
    number(out, sum.getValue(), 4);
    number(out, content.length, 4);
    return out.toByteArray();
  }

  /** The least significant byte first. */
  private static void number(ByteArrayOutputStream out, long value, int bytes) {
    for (int i = 0; i < bytes; i++) {
      out.write((int) (value >>> (8 * i)));
    }
  }
}
