package io.millrace.udf;

import java.nio.charset.StandardCharsets;
import java.text.Normalizer;

/** Text in Unicode NFC, where a letter with an accent is one character. */
final class Composed {

  private Composed() {}

  /** Bytes that are no UTF-8 stay as they are: what stands for them would make them equal. */
  static byte[] of(byte[] text) {
    if (!Bytes.isUtf8(text)) {
      return text;
    }
    String composed = of(new String(text, StandardCharsets.UTF_8));
    return composed.getBytes(StandardCharsets.UTF_8);
  }

  static String of(String text) {
    return Normalizer.normalize(text, Normalizer.Form.NFC);
  }
}
