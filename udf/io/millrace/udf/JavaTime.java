package io.millrace.udf;

import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.ResolverStyle;
import java.util.Locale;

/** Patterns of java.time, read strictly and in English. */
final class JavaTime {

  private JavaTime() {}

  /** The formatter of {@code pattern}; {@code kind} names the pattern when it is wrong. */
  static DateTimeFormatter formatter(String pattern, String kind) {
    if (pattern.isBlank()) {
      throw new IllegalArgumentException("The " + kind + " pattern '" + pattern + "' is empty.");
    }
    try {
      return new DateTimeFormatterBuilder()
          .parseCaseInsensitive()
          .appendPattern(withProlepticYear(pattern))
          .toFormatter(Locale.ENGLISH)
          .withResolverStyle(ResolverStyle.STRICT);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "The %s pattern '%s' is not one that java.time knows: %s."
              .formatted(kind, pattern, e.getMessage()),
          e);
    }
  }

  /** {@code pattern} with {@code y} as {@code u}: strictly, a year of era needs its era. */
  static String withProlepticYear(String pattern) {
    StringBuilder result = new StringBuilder();
    boolean quoted = false;
    for (char c : pattern.toCharArray()) {
      quoted ^= c == '\'';
      if (c == 'G' && !quoted) {
        return pattern;
      }
      result.append(c == 'y' && !quoted ? 'u' : c);
    }
    return result.toString();
  }
}
