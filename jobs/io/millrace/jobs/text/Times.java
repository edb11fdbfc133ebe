package io.millrace.jobs.text;

import io.millrace.transforms.InvalidInputException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.ResolverStyle;
import java.time.temporal.ChronoField;
import java.time.temporal.TemporalAccessor;
import java.util.Locale;

/**
 * Dates and timestamps in ISO form or by a pattern.
 *
 * <p>ISO is {@code 2024-02-29}, and for timestamps also {@code 2024-02-29T23:59}, {@code 2024-02-29
 * 23:59:59.123456}, with or without {@code Z} or an offset. Days that no calendar has, and
 * fractions finer than a microsecond, do not fit. A timestamp without a zone is in the session's.
 */
final class Times {

  private final ZoneId zone;
  private final DateTimeFormatter dates;
  private final DateTimeFormatter timestamps;
  private boolean valid;

  Times(Dialect dialect, String zone) {
    this.zone = ZoneId.of(zone, ZoneId.SHORT_IDS);
    dates = formatter(dialect.dateFormat());
    timestamps = formatter(dialect.timestampFormat());
  }

  /** Refuses a pattern that java.time does not know. */
  static void check(String option, String pattern) {
    try {
      formatter(pattern);
    } catch (IllegalArgumentException e) {
      throw new InvalidInputException(
          option + " is '" + pattern + "', not a java.time pattern: " + e.getMessage(), e);
    }
  }

  private static DateTimeFormatter formatter(String pattern) {
    return pattern.isEmpty()
        ? null
        : new DateTimeFormatterBuilder()
            .parseCaseInsensitive()
            .appendPattern(pattern)
            .parseDefaulting(ChronoField.ERA, 1)
            .toFormatter(Locale.ENGLISH)
            .withResolverStyle(ResolverStyle.STRICT);
  }

  /** Whether the value parsed last is one. */
  boolean isValid() {
    return valid;
  }

  /** Days since 1970-01-01. */
  int days(byte[] bytes, int from, int to) {
    try {
      LocalDate date =
          dates == null
              ? IsoTime.date(bytes, from, to)
              : LocalDate.parse(text(bytes, from, to), dates);
      valid = date != null;
      return valid ? (int) date.toEpochDay() : 0;
    } catch (DateTimeException e) {
      valid = false;
      return 0;
    }
  }

  /** Microseconds since 1970 in UTC. */
  long micros(byte[] bytes, int from, int to) {
    try {
      Instant instant = instant(bytes, from, to);
      valid = instant != null && instant.getNano() % 1000 == 0;
      return valid ? micros(instant) : 0;
    } catch (DateTimeException e) {
      valid = false;
      return 0;
    }
  }

  private Instant instant(byte[] bytes, int from, int to) {
    if (timestamps == null) {
      IsoTime time = IsoTime.of(bytes, from, to);
      if (time == null) {
        return null;
      }
      return time.local().atZone(time.offset() == null ? zone : time.offset()).toInstant();
    }
    TemporalAccessor parsed =
        timestamps.parseBest(
            text(bytes, from, to), ZonedDateTime::from, LocalDateTime::from, LocalDate::from);
    if (parsed instanceof ZonedDateTime zoned) {
      return zoned.toInstant();
    }
    return local(parsed).atZone(zone).toInstant();
  }

  /** Microseconds since 1970 on a clock without a zone. */
  long localMicros(byte[] bytes, int from, int to) {
    try {
      LocalDateTime time = null;
      if (timestamps == null) {
        IsoTime iso = IsoTime.of(bytes, from, to);
        time = iso == null || iso.offset() != null ? null : iso.local();
      } else {
        time =
            local(
                timestamps.parseBest(text(bytes, from, to), LocalDateTime::from, LocalDate::from));
      }
      valid = time != null && time.getNano() % 1000 == 0;
      return valid ? micros(time.toInstant(ZoneOffset.UTC)) : 0;
    } catch (DateTimeException e) {
      valid = false;
      return 0;
    }
  }

  private static LocalDateTime local(TemporalAccessor parsed) {
    return parsed instanceof LocalDate date ? date.atStartOfDay() : (LocalDateTime) parsed;
  }

  private static long micros(Instant instant) {
    return Math.addExact(
        Math.multiplyExact(instant.getEpochSecond(), 1_000_000L), instant.getNano() / 1000);
  }

  private static String text(byte[] bytes, int from, int to) {
    return new String(bytes, from, to - from, StandardCharsets.UTF_8);
  }
}
