package io.millrace.udf;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.spark.unsafe.Platform;

/**
 * A parser over bytes for the common patterns. It answers only where java.time would answer the
 * same, and {@link Fields#UNSURE} for any text that is written otherwise.
 */
final class FastTimestamp {

  private static final int[] MONTHS =
      Stream.of("jan feb mar apr may jun jul aug sep oct nov dec".split(" ", -1))
          .mapToInt(name -> packed(name.charAt(0), name.charAt(1), name.charAt(2)))
          .toArray();

  private final Token[] tokens;
  private final long seed;

  private FastTimestamp(List<Token> tokens) {
    this.tokens = tokens.toArray(Token[]::new);
    boolean hasTime = tokens.stream().anyMatch(token -> token.shift == Fields.HOUR);
    this.seed = hasTime ? 0 : Fields.DATE_ONLY;
  }

  /** The parser of {@code pattern}, or empty if java.time has to do it. */
  static Optional<FastTimestamp> of(String pattern) {
    return PatternToken.split(pattern).flatMap(FastTimestamp::of);
  }

  private static Optional<FastTimestamp> of(List<PatternToken> parts) {
    List<Token> tokens = new ArrayList<>();
    for (PatternToken part : parts) {
      Token token = part.isLiteral() ? Token.literal(part.literal()) : Token.field(part.text());
      if (token == null || !mayFollow(tokens, token)) {
        return Optional.empty();
      }
      tokens.add(token);
    }
    return Optional.of(new FastTimestamp(tokens));
  }

  /** No field twice, and no number that could run into the next one. */
  private static boolean mayFollow(List<Token> before, Token token) {
    if (token.kind == Kind.LITERAL) {
      return token.width < '0' || token.width > '9';
    }
    boolean twice = before.stream().anyMatch(t -> t.kind != Kind.LITERAL && t.shift == token.shift);
    Kind last = before.isEmpty() ? Kind.LITERAL : before.get(before.size() - 1).kind;
    boolean separate = token.kind == Kind.NAME || last == Kind.LITERAL || last == Kind.NAME;
    boolean fixed = last == Kind.FIXED && token.kind == Kind.FIXED && token.width == 2;
    return !twice && (separate || fixed);
  }

  long parse(Object base, long from, long to) {
    long fields = seed;
    long at = from;
    for (Token token : tokens) {
      int width = token.widthAt(base, at, to);
      int value =
          token.kind == Kind.NAME ? month(base, at, to) : token.valueAt(base, at, to, width);
      if (value < 0) {
        return Fields.UNSURE;
      }
      fields |= (long) value << token.shift;
      at += width;
    }
    if (at != to) {
      return Fields.UNSURE;
    }
    return Fields.areValid(fields) ? fields : Fields.NONE;
  }

  /** The month that the next three letters name, in any case, or -1. */
  private static int month(Object base, long at, long to) {
    if (to - at < 3) {
      return -1;
    }
    int name = packed(lower(base, at), lower(base, at + 1), lower(base, at + 2));
    for (int i = 0; i < MONTHS.length; i++) {
      if (MONTHS[i] == name) {
        return i + 1;
      }
    }
    return -1;
  }

  /** The byte as a small letter if it is a letter; no other byte becomes one. */
  private static int lower(Object base, long at) {
    return (Platform.getByte(base, at) & 0xFF) | ' ';
  }

  private static int packed(int first, int second, int third) {
    return first << 16 | second << 8 | third;
  }

  private enum Kind {
    LITERAL,
    FIXED,
    FLEXIBLE,
    NAME
  }

  /** One literal byte (kept in {@code width}), or a field and how many digits it takes. */
  private record Token(Kind kind, int width, int shift) {

    static Token literal(char c) {
      return c < 128 ? new Token(Kind.LITERAL, c, 0) : null;
    }

    static Token field(String letters) {
      return switch (letters) {
        case "uuuu" -> new Token(Kind.FIXED, 4, Fields.YEAR);
        case "MMM" -> new Token(Kind.NAME, 3, Fields.MONTH);
        case "MM" -> new Token(Kind.FIXED, 2, Fields.MONTH);
        case "dd" -> new Token(Kind.FIXED, 2, Fields.DAY);
        case "HH" -> new Token(Kind.FIXED, 2, Fields.HOUR);
        case "mm" -> new Token(Kind.FIXED, 2, Fields.MINUTE);
        case "ss" -> new Token(Kind.FIXED, 2, Fields.SECOND);
        case "M" -> new Token(Kind.FLEXIBLE, 1, Fields.MONTH);
        case "d" -> new Token(Kind.FLEXIBLE, 1, Fields.DAY);
        case "H" -> new Token(Kind.FLEXIBLE, 1, Fields.HOUR);
        default -> null;
      };
    }

    int widthAt(Object base, long at, long to) {
      return switch (kind) {
        case LITERAL -> 1;
        case FIXED, NAME -> width;
        case FLEXIBLE -> Bytes.number(base, at, to, 2) >= 0 ? 2 : 1;
      };
    }

    /** The number at this place, 0 for the right literal, or -1. */
    int valueAt(Object base, long at, long to, int digits) {
      if (kind == Kind.LITERAL) {
        return at < to && Platform.getByte(base, at) == width ? 0 : -1;
      }
      return Bytes.number(base, at, to, digits);
    }
  }
}
