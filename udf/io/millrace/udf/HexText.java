package io.millrace.udf;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.apache.spark.unsafe.Platform;
import org.apache.spark.unsafe.types.UTF8String;

/** Bytes as lower-case hexadecimal digits. */
final class HexText {

  /** Of each byte its two digits, as they lie in memory. */
  private static final short[] PAIRS = pairs();

  private HexText() {}

  private static short[] pairs() {
    short[] pairs = new short[256];
    for (int b = 0; b < pairs.length; b++) {
      byte[] digits = HexFormat.of().toHexDigits((byte) b).getBytes(StandardCharsets.US_ASCII);
      pairs[b] = ByteBuffer.wrap(digits).order(ByteOrder.nativeOrder()).getShort();
    }
    return pairs;
  }

  /** All of {@code hash}, behind {@code prefix}. */
  static UTF8String of(byte[] prefix, byte[] hash) {
    byte[] text = new byte[prefix.length + hash.length * 2];
    System.arraycopy(prefix, 0, text, 0, prefix.length);
    long at = Platform.BYTE_ARRAY_OFFSET + (long) prefix.length;
    for (byte b : hash) {
      Platform.putShort(text, at, PAIRS[b & 0xff]);
      at += Short.BYTES;
    }
    return UTF8String.fromBytes(text);
  }
}
