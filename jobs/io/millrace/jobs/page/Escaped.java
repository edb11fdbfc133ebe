package io.millrace.jobs.page;

import java.util.Locale;

/**
 * Text as a page may hold it, well-formed as HTML and as XML. Marks become entities. What cannot be
 * seen, or changes how the rest is seen (control characters, U+202E and the other formatting
 * characters, halves of characters, code points that are none), is spelled out.
 */
final class Escaped {

  private Escaped() {}

  static String text(String text) {
    return escaped(text, false);
  }

  static String attribute(String text) {
    return escaped(text, true);
  }

  private static String escaped(String text, boolean attribute) {
    StringBuilder out = new StringBuilder(text.length() + 16);
    text.codePoints().forEach(point -> append(point, attribute, out));
    return out.toString();
  }

  private static void append(int point, boolean attribute, StringBuilder out) {
    switch (point) {
      case '&' -> out.append("&amp;");
      case '<' -> out.append("&lt;");
      case '>' -> out.append("&gt;");
      case '"' -> out.append(attribute ? "&quot;" : "\"");
      case '\'' -> out.append(attribute ? "&#39;" : "'");
      case '\n', '\t' -> {
        if (attribute) {
          out.append("&#").append(point).append(';');
        } else {
          out.append((char) point);
        }
      }
      default -> {
        if (isVisible(point)) {
          out.appendCodePoint(point);
        } else {
          out.append(spelled(point));
        }
      }
    }
  }

  private static boolean isVisible(int point) {
    return switch (Character.getType(point)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.UNASSIGNED,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          false;
      default -> true;
    };
  }

  /** By Unicode's own pictures where there are some: ␛ for escape. */
  private static String spelled(int point) {
    if (point < 0x20) {
      return Character.toString(0x2400 + point);
    }
    return point == 0x7F ? "\u2421" : String.format(Locale.ROOT, "\u27E8U+%04X\u27E9", point);
  }
}
