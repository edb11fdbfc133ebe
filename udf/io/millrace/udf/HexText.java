package io.millrace.udf;

import java.nio.charset.StandardCharsets;
import org.apache.spark.unsafe.types.UTF8String;

/** Bytes as lower-case hexadecimal digits. */
final class HexText {

  private static final byte[] DIGITS = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

  private HexText() {}

  /** All of {@code hash}, behind {@code prefix}. */
  static UTF8String of(byte[] prefix, byte[] hash) {
    byte[] text = new byte[prefix.length + hash.length * 2];
    System.arraycopy(prefix, 0, text, 0, prefix.length);
    int at = prefix.length;
    for (byte b : hash) {
      text[at++] = DIGITS[(b >> 4) & 0xf];
      text[at++] = DIGITS[b & 0xf];
    }
    return UTF8String.fromBytes(text);
  }
}
