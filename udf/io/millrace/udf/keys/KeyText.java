package io.millrace.udf.keys;

import java.util.Base64;
import java.util.HexFormat;

/** A key as text: hexadecimal or base64, of either alphabet. */
final class KeyText {

  /** As long as the hash: RFC 2104 discourages less, and NIST asks for 14. */
  private static final int LEAST_BYTES = 32;

  private static final String ADVICE = "make one with: openssl rand -hex " + LEAST_BYTES;

  private KeyText() {}

  /** The bytes. No exception holds any part of the text, not even as a cause. */
  static byte[] decode(KeyReference reference, String text) {
    String bare = text.strip();
    if (bare.isEmpty()) {
      throw new KeyUnavailableException(reference, "is empty; " + ADVICE);
    }
    byte[] key = bytes(bare);
    if (key.length == 0) {
      throw new KeyUnavailableException(
          reference, "is neither hexadecimal nor base64 text; " + ADVICE);
    }
    if (key.length < LEAST_BYTES) {
      throw new KeyUnavailableException(
          reference,
          "has %s bytes, and needs at least %s random ones; %s"
              .formatted(key.length, LEAST_BYTES, ADVICE));
    }
    return key;
  }

  /** None if the text is of neither sort. */
  private static byte[] bytes(String text) {
    if (text.matches("[0-9a-fA-F]+")) {
      return text.length() % 2 == 0 ? HexFormat.of().parseHex(text) : new byte[0];
    }
    try {
      return text.matches(".*[-_].*")
          ? Base64.getUrlDecoder().decode(text)
          : Base64.getDecoder().decode(text);
    } catch (IllegalArgumentException e) {
      return new byte[0];
    }
  }
}
