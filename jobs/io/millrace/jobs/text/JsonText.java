package io.millrace.jobs.text;

import com.fasterxml.jackson.core.JsonParser;
import java.io.IOException;

/** The text of a JSON token as UTF-8, in one array that is used again and again. */
final class JsonText {

  private byte[] bytes = new byte[256];
  private int length;

  byte[] bytes() {
    return bytes;
  }

  int length() {
    return length;
  }

  /** Takes the token's text, escapes undone; false if it holds half a surrogate pair. */
  boolean load(JsonParser parser) throws IOException {
    return load(parser.getTextCharacters(), parser.getTextOffset(), parser.getTextLength());
  }

  boolean load(String text) {
    return load(text.toCharArray(), 0, text.length());
  }

  private boolean load(char[] chars, int offset, int count) {
    length = 0;
    if (bytes.length < 3L * count + Words.PAD) {
      bytes = new byte[(int) Math.min(4L * count + Words.PAD, Integer.MAX_VALUE - 16L)];
    }
    for (int at = offset; at < offset + count; at++) {
      char c = chars[at];
      if (c < 0x80) {
        bytes[length++] = (byte) c;
      } else if (!Character.isSurrogate(c)) {
        encode(c);
      } else {
        boolean pair = at + 1 < offset + count && Character.isSurrogatePair(c, chars[at + 1]);
        if (!pair) {
          return false;
        }
        encode(Character.toCodePoint(c, chars[++at]));
      }
    }
    return true;
  }

  private void encode(int point) {
    if (point < 0x800) {
      bytes[length++] = (byte) (0xC0 | point >> 6);
    } else {
      if (point < 0x10000) {
        bytes[length++] = (byte) (0xE0 | point >> 12);
      } else {
        bytes[length++] = (byte) (0xF0 | point >> 18);
        bytes[length++] = (byte) (0x80 | (point >> 12 & 0x3F));
      }
      bytes[length++] = (byte) (0x80 | (point >> 6 & 0x3F));
    }
    bytes[length++] = (byte) (0x80 | (point & 0x3F));
  }
}
