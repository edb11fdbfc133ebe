package io.millrace.jobs.text;

import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;

/**
 * An ISO date and time read from bytes; impossible days and hours throw a DateTimeException.
 *
 * @param offset null if the text names none
 */
record IsoTime(LocalDateTime local, ZoneOffset offset) {

  private static final int DATE = 10;

  /** {@code yyyy-MM-dd}, or null. */
  static LocalDate date(byte[] bytes, int from, int to) {
    return to - from == DATE ? dateAt(bytes, from) : null;
  }

  /** A date, and maybe a time and an offset; null if it is something else. */
  static IsoTime of(byte[] bytes, int from, int to) {
    LocalDate date = to - from >= DATE ? dateAt(bytes, from) : null;
    int at = from + DATE;
    if (date == null || at == to) {
      return date == null ? null : new IsoTime(date.atStartOfDay(), null);
    }
    boolean minutes = to - at >= 6 && bytes[at + 3] == ':';
    if ((bytes[at] != 'T' && bytes[at] != ' ') || !minutes) {
      return null;
    }
    int hour = number(bytes, at + 1, at + 3);
    int minute = number(bytes, at + 4, at + 6);
    int second = 0;
    int nanos = 0;
    at += 6;
    if (to - at >= 3 && bytes[at] == ':') {
      second = number(bytes, at + 1, at + 3);
      at += 3;
      if (at < to && bytes[at] == '.') {
        int end = endOfDigits(bytes, at + 1, Math.min(to, at + 10));
        nanos = end == at + 1 ? -1 : number(bytes, at + 1, end);
        for (int digits = end - at - 1; digits < 9; digits++) {
          nanos *= 10;
        }
        at = end;
      }
    }
    if (hour < 0 || minute < 0 || second < 0 || nanos < 0) {
      return null;
    }
    LocalDateTime local = date.atTime(LocalTime.of(hour, minute, second, nanos));
    if (at == to) {
      return new IsoTime(local, null);
    }
    ZoneOffset offset = offset(bytes, at, to);
    return offset == null ? null : new IsoTime(local, offset);
  }

  private static LocalDate dateAt(byte[] bytes, int at) {
    int year = number(bytes, at, at + 4);
    int month = number(bytes, at + 5, at + 7);
    int day = number(bytes, at + 8, at + 10);
    boolean dashes = bytes[at + 4] == '-' && bytes[at + 7] == '-';
    return dashes && year >= 0 && month >= 0 && day >= 0 ? LocalDate.of(year, month, day) : null;
  }

  /** {@code Z}, {@code +hh}, {@code +hhmm} or {@code +hh:mm}; null if it is something else. */
  private static ZoneOffset offset(byte[] bytes, int from, int to) {
    int length = to - from;
    if (length == 1 && bytes[from] == 'Z') {
      return ZoneOffset.UTC;
    }
    boolean colon = length == 6 && bytes[from + 3] == ':';
    boolean signed = bytes[from] == '+' || bytes[from] == '-';
    if (!signed || (length != 3 && length != 5 && !colon)) {
      return null;
    }
    int hours = number(bytes, from + 1, from + 3);
    int minutes = length == 3 ? 0 : number(bytes, to - 2, to);
    if (hours < 0 || minutes < 0) {
      return null;
    }
    int sign = bytes[from] == '-' ? -1 : 1;
    return ZoneOffset.ofHoursMinutes(sign * hours, sign * minutes);
  }

  private static int endOfDigits(byte[] bytes, int from, int to) {
    int at = from;
    while (at < to && bytes[at] >= '0' && bytes[at] <= '9') {
      at++;
    }
    return at;
  }

  /** The digits in {@code [from, to)}, or -1. */
  private static int number(byte[] bytes, int from, int to) {
    int value = 0;
    for (int at = from; at < to; at++) {
      int digit = bytes[at] - '0';
      if (digit < 0 || digit > 9) {
        return -1;
      }
      value = value * 10 + digit;
    }
    return value;
  }
}
