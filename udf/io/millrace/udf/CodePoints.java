package io.millrace.udf;

/** Characters of UTF-8 text, and what sort they are. */
final class CodePoints {

  /** Bytes that are no character. */
  static final int NONE = -1;

  private static final int FIRST_OF_TWO = 0x80;
  private static final int FIRST_OF_THREE = 0x800;
  private static final int FIRST_OF_FOUR = 0x10000;

  private CodePoints() {}

  /** The character that begins at {@code at}, or {@link #NONE}. */
  static int at(byte[] text, int at, int to) {
    int first = text[at];
    if (first >= 0) {
      return first;
    }
    int size = (first & 0xe0) == 0xc0 ? 2 : (first & 0xf0) == 0xe0 ? 3 : 4;
    if (to - at < size || (size == 4 && (first & 0xf8) != 0xf0)) {
      return NONE;
    }
    int point = first & (0x7f >> size);
    for (int i = at + 1; i < at + size; i++) {
      if ((text[i] & 0xc0) != 0x80) {
        return NONE;
      }
      point = point << 6 | (text[i] & 0x3f);
    }
    boolean surrogate = point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE;
    return size(point) == size && !surrogate && Character.isValidCodePoint(point) ? point : NONE;
  }

  /** How many bytes a character takes; one for {@link #NONE}. */
  static int size(int point) {
    if (point < FIRST_OF_TWO) {
      return 1;
    }
    return point < FIRST_OF_THREE ? 2 : point < FIRST_OF_FOUR ? 3 : 4;
  }

  /** White space, control characters, and what shows nothing at all. */
  static boolean isBlank(int point) {
    if (point < FIRST_OF_TWO) {
      return point >= 0 && (point <= ' ' || point == 0x7f);
    }
    return switch (point) {
      case 0x85, 0xa0, 0xad, 0x1680, 0x2028, 0x2029, 0x202f, 0x205f, 0x2060, 0x3000, 0xfeff -> true;
      // Spaces of all widths, then the invisible: joiners and marks of direction.
      default -> (point >= 0x2000 && point <= 0x200f) || (point >= 0x202a && point <= 0x202e);
    };
  }

  static boolean isDash(int point) {
    return switch (point) {
      case '-', 0x2212, 0xfe58, 0xfe63, 0xff0d -> true;
      default -> point >= 0x2010 && point <= 0x2015;
    };
  }

  /** Where the text begins that is not blank, or {@code to}. */
  static int skipBlanks(byte[] text, int from, int to) {
    int at = from;
    while (at < to) {
      int point = at(text, at, to);
      if (!isBlank(point)) {
        break;
      }
      at += size(point);
    }
    return at;
  }

  /** Where the text ends that is not blank, or {@code from}. */
  static int dropBlanks(byte[] text, int from, int to) {
    int end = to;
    while (end > from) {
      int last = end - 1;
      while (last > from && (text[last] & 0xc0) == 0x80) {
        last--;
      }
      int point = at(text, last, end);
      if (!isBlank(point) || size(point) != end - last) {
        break;
      }
      end = last;
    }
    return end;
  }
}
