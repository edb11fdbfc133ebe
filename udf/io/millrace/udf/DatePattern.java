package io.millrace.udf;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.unsafe.types.UTF8String;

/** A pattern ready to write dates: over bytes where it can, by java.time where not. */
final class DatePattern {

  private static final Set<String> FAST = Set.of("uuuu", "MM", "M", "dd", "d");

  // Days that lie within two years have slots of their own.
  private static final int SLOTS = 1024;

  private final DateTimeFormatter formatter;
  private final Optional<PatternToken[]> fast;
  private final int longest;
  // Read and written by many threads: an entry never changes once it is made.
  private final Written[] written = new Written[SLOTS];

  private record Written(int day, UTF8String text) {}

  private DatePattern(DateTimeFormatter formatter, Optional<PatternToken[]> fast) {
    this.formatter = formatter;
    this.fast = fast;
    this.longest = fast.map(tokens -> tokens.length * 4).orElse(0);
  }

  /** Compiles {@code pattern}, or says in one sentence why it will not do. */
  static DatePattern of(String pattern) {
    DateTimeFormatter formatter = JavaTime.formatter(pattern, "date");
    try {
      formatter.formatTo(LocalDate.EPOCH, new StringBuilder());
    } catch (DateTimeException e) {
      throw new IllegalArgumentException(
          "The date pattern '%s' asks for more than a date has: %s."
              .formatted(pattern, e.getMessage()),
          e);
    }
    Optional<PatternToken[]> fast =
        PatternToken.split(JavaTime.withProlepticYear(pattern))
            .filter(tokens -> tokens.stream().allMatch(DatePattern::isFast))
            .map((List<PatternToken> tokens) -> tokens.toArray(PatternToken[]::new));
    return new DatePattern(formatter, fast);
  }

  private static boolean isFast(PatternToken token) {
    return token.isLiteral() ? token.literal() < 128 : FAST.contains(token.text());
  }

  /** The same without the writer over bytes. */
  DatePattern slow() {
    return new DatePattern(formatter, Optional.empty());
  }

  boolean isFast() {
    return fast.isPresent();
  }

  /** The date in {@code fields} as text: rows have few days, so each is written about once. */
  UTF8String format(long fields) {
    int day = (Fields.year(fields) * 12 + Fields.month(fields)) * 31 + Fields.day(fields);
    Written known = written[day & (SLOTS - 1)];
    if (known == null || known.day != day) {
      known = new Written(day, write(fields));
      written[day & (SLOTS - 1)] = known;
    }
    return known.text;
  }

  private UTF8String write(long fields) {
    if (fast.isEmpty()) {
      LocalDate date = LocalDate.of(Fields.year(fields), Fields.month(fields), Fields.day(fields));
      return UTF8String.fromString(formatter.format(date));
    }
    byte[] text = new byte[longest];
    int at = 0;
    for (PatternToken token : fast.get()) {
      at = write(token, fields, text, at);
    }
    return UTF8String.fromBytes(text, 0, at);
  }

  private static int write(PatternToken token, long fields, byte[] text, int at) {
    if (token.isLiteral()) {
      text[at] = (byte) token.literal();
      return at + 1;
    }
    int digits = token.text().length();
    int value =
        switch (token.literal()) {
          case 'u' -> Fields.year(fields);
          case 'M' -> Fields.month(fields);
          default -> Fields.day(fields);
        };
    return Fields.digits(text, at, value, Math.max(digits, value > 9 ? 2 : 1));
  }
}
