package io.millrace.udf;

import java.time.LocalDate;
import java.time.LocalTime;
import java.time.YearMonth;
import org.apache.spark.unsafe.types.UTF8String;

/** The fields of a timestamp packed into one long, so that parsing makes no objects. */
final class Fields {

  /** Not a timestamp. */
  static final long NONE = -1;

  /** Not for the fast parser to say. */
  static final long UNSURE = -2;

  /** A date without a time. */
  static final long DATE_ONLY = 1L << 62;

  // Seven bits hold any two digits, so even wrong fields cannot spill into their neighbours.
  static final int SECOND = 0;
  static final int MINUTE = 7;
  static final int HOUR = 14;
  static final int DAY = 21;
  static final int MONTH = 28;
  static final int YEAR = 35;
  private static final int MASK = (1 << 7) - 1;
  private static final int YEAR_MASK = (1 << 14) - 1;

  private Fields() {}

  static int year(long fields) {
    return (int) (fields >>> YEAR) & YEAR_MASK;
  }

  static int month(long fields) {
    return of(fields, MONTH);
  }

  static int day(long fields) {
    return of(fields, DAY);
  }

  static int secondOfDay(long fields) {
    return (of(fields, HOUR) * 60 + of(fields, MINUTE)) * 60 + of(fields, SECOND);
  }

  private static int of(long fields, int shift) {
    return (int) (fields >>> shift) & MASK;
  }

  /** Packs what java.time found; {@link #NONE} without a date or with a year of other width. */
  static long pack(LocalDate date, LocalTime time) {
    if (date == null || date.getYear() < 0 || date.getYear() > 9999) {
      return NONE;
    }
    long fields =
        ((long) date.getYear() << YEAR)
            | ((long) date.getMonthValue() << MONTH)
            | ((long) date.getDayOfMonth() << DAY);
    return time == null
        ? fields | DATE_ONLY
        : fields
            | ((long) time.getHour() << HOUR)
            | ((long) time.getMinute() << MINUTE)
            | ((long) time.getSecond() << SECOND);
  }

  /** Whether there is such a day and such a time. */
  static boolean areValid(long fields) {
    int month = month(fields);
    int day = day(fields);
    return month >= 1
        && month <= 12
        && day >= 1
        && (day <= 28 || day <= YearMonth.of(year(fields), month).lengthOfMonth())
        && of(fields, HOUR) < 24
        && of(fields, MINUTE) < 60
        && of(fields, SECOND) < 60;
  }

  /** The time as {@code HH:mm:ss}, or null. */
  static UTF8String time(long fields) {
    if ((fields & DATE_ONLY) != 0) {
      return null;
    }
    byte[] text = {'0', '0', ':', '0', '0', ':', '0', '0'};
    digits(text, 0, of(fields, HOUR), 2);
    digits(text, 3, of(fields, MINUTE), 2);
    digits(text, 6, of(fields, SECOND), 2);
    return UTF8String.fromBytes(text);
  }

  /** Writes {@code value} with so many digits and returns the place after it. */
  static int digits(byte[] text, int at, int value, int digits) {
    int rest = value;
    for (int i = at + digits - 1; i >= at; i--) {
      text[i] = (byte) ('0' + rest % 10);
      rest /= 10;
    }
    return at + digits;
  }
}
