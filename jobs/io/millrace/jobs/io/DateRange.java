package io.millrace.jobs.io;

import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A range of times as Athena's partition projection has it, in UTC.
 *
 * @param format of {@code java.time}
 * @param range two ends with a comma between them, both included
 */
record DateRange(String format, String range) {

  private static final Pattern NOW =
      Pattern.compile(
          "NOW(?:\\s*([+-])\\s*([0-9]{1,9})\\s*(YEAR|MONTH|WEEK|DAY|HOUR|MINUTE|SECOND)S?)?");

  /** Refuses what nobody can read. */
  void check() {
    try {
      LocalDateTime any = LocalDateTime.of(2020, 1, 1, 0, 0);
      var unused = end(0, any).isAfter(end(1, any));
      if (range.split(",", -1).length != 2) {
        throw new DateTimeException("two ends are needed");
      }
    } catch (IllegalArgumentException | DateTimeException | ArrayIndexOutOfBoundsException e) {
      throw new IllegalArgumentException(
          "range of dates must be two dates in the format %s, or NOW, NOW-3YEARS and the like, with a comma between them, was '%s'"
              .formatted(format, range),
          e);
    }
  }

  private DateTimeFormatter formatter() {
    return new DateTimeFormatterBuilder()
        .appendPattern(format)
        .parseDefaulting(ChronoField.MONTH_OF_YEAR, 1)
        .parseDefaulting(ChronoField.DAY_OF_MONTH, 1)
        .parseDefaulting(ChronoField.HOUR_OF_DAY, 0)
        .parseDefaulting(ChronoField.MINUTE_OF_HOUR, 0)
        .parseDefaulting(ChronoField.SECOND_OF_MINUTE, 0)
        .toFormatter(Locale.ROOT);
  }

  private LocalDateTime end(int place, LocalDateTime now) {
    String text = range.split(",", -1)[place].strip();
    Matcher relative = NOW.matcher(text);
    if (!relative.matches()) {
      return LocalDateTime.parse(text, formatter());
    }
    if (relative.group(1) == null) {
      return now;
    }
    long amount = Long.parseLong(relative.group(2));
    return now.plus(
        relative.group(1).equals("-") ? -amount : amount,
        ChronoUnit.valueOf(relative.group(3) + "S"));
  }

  /** Whether a folder's name is a time of the range, spelled as Athena would. */
  boolean holds(String value, LocalDateTime now) {
    try {
      LocalDateTime time = LocalDateTime.parse(value, formatter());
      // An end such as NOW stands for its whole day or hour.
      LocalDateTime first = LocalDateTime.parse(end(0, now).format(formatter()), formatter());
      return !time.isBefore(first)
          && !time.isAfter(end(1, now))
          && time.format(formatter()).equals(value);
    } catch (DateTimeException e) {
      return false;
    }
  }
}
