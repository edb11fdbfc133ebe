package io.millrace.jobs.text;

import com.fasterxml.jackson.core.JsonParser;
import java.io.IOException;

/** The text of a JSON token as UTF-8, in one array that is used again and again. */
final class JsonText {

  private static final String ESCAPES = "\"\\/bfnrt";
  private static final String ESCAPED = "\"\\/\b\f\n\r\t";
  private static final int DIGITS = 4;

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

  /**
   * Takes the string whose first byte is at {@code from}, escapes undone.
   *
   * @return the place of the quote that ends it; {@link JsonScan#NOT_PLAIN} if it has none, or
   *     something in it is wrong
   */
  int scan(byte[] source, int from, int to) {
    length = 0;
    if (bytes.length < to - from + Words.PAD) {
      bytes = new byte[to - from + Words.PAD];
    }
    int at = from;
    while (at < to && source[at] != '"') {
      byte b = source[at++];
      if (b == '\\') {
        at = at < to ? escape(source, at, to) : JsonScan.NOT_PLAIN;
      } else if (b >= 0 && b < ' ') {
        at = JsonScan.NOT_PLAIN;
      } else {
        bytes[length++] = b;
      }
      if (at == JsonScan.NOT_PLAIN) {
        return at;
      }
    }
    return at < to ? at : JsonScan.NOT_PLAIN;
  }

  /** Adds what is written behind a backslash, and answers the place behind it. */
  private int escape(byte[] source, int from, int to) {
    if (source[from] == 'u') {
      return unit(source, from + 1, to);
    }
    int known = ESCAPES.indexOf(source[from]);
    if (known < 0) {
      return JsonScan.NOT_PLAIN;
    }
    bytes[length++] = (byte) ESCAPED.charAt(known);
    return from + 1;
  }

  private int unit(byte[] source, int from, int to) {
    int unit = hex(source, from, to);
    if (unit < 0) {
      return JsonScan.NOT_PLAIN;
    }
    int at = from + DIGITS;
    if (Character.isSurrogate((char) unit)) {
      boolean another = to - at > 1 && source[at] == '\\' && source[at + 1] == 'u';
      int low = another ? hex(source, at + 2, to) : -1;
      if (low < 0 || !Character.isSurrogatePair((char) unit, (char) low)) {
        return JsonScan.NOT_PLAIN;
      }
      unit = Character.toCodePoint((char) unit, (char) low);
      at += 2 + DIGITS;
    }
    if (unit < 0x80) {
      bytes[length++] = (byte) unit;
    } else {
      encode(unit);
    }
    return at;
  }

  /** Four digits, or -1. */
  private static int hex(byte[] source, int from, int to) {
    int value = to - from < DIGITS ? -1 : 0;
    for (int i = 0; i < DIGITS && value >= 0; i++) {
      int digit = Character.digit(source[from + i], 16);
      value = digit < 0 ? -1 : value << 4 | digit;
    }
    return value;
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
