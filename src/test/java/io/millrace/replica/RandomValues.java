package io.millrace.replica;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/** Values of any column type as the text that the database writes, the odd ones often. */
record RandomValues(Random random) {

  static final DateTimeFormatter TIMESTAMP =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSSSSS", Locale.ROOT);

  private static final long YEAR_1900 = LocalDate.of(1900, 1, 1).toEpochDay();
  private static final int DAYS = 109_500;

  private static final List<String> TEXTS =
      List.of(
          "",
          "NULL",
          "null",
          "\\N",
          "I",
          "D",
          "plain",
          "two words",
          "say \"hi\"",
          "\"",
          "\"\"",
          "\"quoted\"",
          "a,b;c|d\te",
          ",",
          "line\nbreak",
          "cr\r\nlf",
          "\n",
          " leading",
          "trailing ",
          " ",
          "Grüße, 東京 \uD83D\uDE00",
          "İıIi ß",
          "it's",
          "back\\slash",
          "\\",
          "\\\"",
          "#comment",
          "12",
          "007",
          "1,5",
          "NaN",
          "true",
          "2026-01-05",
          "{\"a\": [1, \"x\"]}");

  String value(TableColumn.Type type) {
    return switch (type) {
      case INT -> String.valueOf(integer());
      case BIGINT -> String.valueOf(oneIn(4) ? longExtreme() : integer() * 1_000_003L);
      case NUMERIC -> numeric();
      case TEXT -> text();
      case BOOLEAN -> String.valueOf(random.nextBoolean());
      case DATE -> LocalDate.ofEpochDay(YEAR_1900 + random.nextInt(DAYS)).toString();
      case TIMESTAMP -> timestamp();
    };
  }

  boolean oneIn(int times) {
    return random.nextInt(times) == 0;
  }

  <T> T oneOf(List<T> choices) {
    return choices.get(random.nextInt(choices.size()));
  }

  private int integer() {
    return oneIn(8)
        ? oneOf(List.of(0, -1, Integer.MAX_VALUE, Integer.MIN_VALUE))
        : random.nextInt(2_000) - 500;
  }

  private long longExtreme() {
    return oneOf(List.of(Long.MAX_VALUE, Long.MIN_VALUE, 1L << 31, -(1L << 31) - 1));
  }

  private String numeric() {
    long cents =
        oneIn(6)
            ? oneOf(List.of(0L, 1L, -5L, 999_999_999_999L, -999_999_999_999L))
            : random.nextInt(10_000_000) - 2_000_000;
    return BigDecimal.valueOf(cents, 2).toPlainString();
  }

  private String text() {
    if (oneIn(20)) {
      return "long ".repeat(1 + random.nextInt(60));
    }
    return oneIn(3) ? "text " + random.nextInt(1_000) : oneOf(TEXTS);
  }

  private String timestamp() {
    long second = (YEAR_1900 + random.nextInt(DAYS)) * 86_400 + random.nextInt(86_400);
    int micros = oneIn(4) ? 0 : random.nextInt(1_000_000);
    return LocalDateTime.ofEpochSecond(second, micros * 1_000, ZoneOffset.UTC).format(TIMESTAMP);
  }
}
