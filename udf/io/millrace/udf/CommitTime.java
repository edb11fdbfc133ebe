package io.millrace.udf;

import java.time.LocalDate;
import java.util.List;
import org.apache.spark.sql.connector.catalog.functions.BoundFunction;
import org.apache.spark.sql.connector.catalog.functions.ScalarFunction;
import org.apache.spark.sql.connector.catalog.functions.UnboundFunction;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.unsafe.Platform;
import org.apache.spark.unsafe.types.UTF8String;

/**
 * {@code commit_time(text)}: the time of a change as AWS DMS writes it, {@code 2026-01-31
 * 13:07:09.123456}, as timestamp_ntz; a {@code T} may stand between day and time. Null for any
 * other text. A cast would take a shorter one, ignore a zone, and cut a seventh digit.
 */
public final class CommitTime implements UnboundFunction, ScalarFunction<Long> {

  private static final FastTimestamp WITH_BLANK = parser("uuuu-MM-dd HH:mm:ss");
  private static final FastTimestamp WITH_T = parser("uuuu-MM-dd'T'HH:mm:ss");
  private static final int DAY = 10;
  private static final int SECONDS = 19;
  private static final int MICROS = 6;

  private static FastTimestamp parser(String pattern) {
    return FastTimestamp.of(pattern).orElseThrow();
  }

  /** The time in microseconds since 1970; Spark's generated code calls this. */
  public static Long invoke(UTF8String text) {
    if (text == null) {
      return null;
    }
    Object base = text.getBaseObject();
    long from = text.getBaseOffset();
    long to = from + text.numBytes();
    while (from < to && Platform.getByte(base, from) == ' ') {
      from++;
    }
    while (from < to && Platform.getByte(base, to - 1) == ' ') {
      to--;
    }
    if (to - from < SECONDS) {
      return null;
    }
    FastTimestamp parser = Platform.getByte(base, from + DAY) == 'T' ? WITH_T : WITH_BLANK;
    long fields = parser.parse(base, from, from + SECONDS);
    long micros = micros(base, from + SECONDS, to);
    if (fields < 0 || micros < 0) {
      return null;
    }
    LocalDate day = LocalDate.of(Fields.year(fields), Fields.month(fields), Fields.day(fields));
    return (day.toEpochDay() * 86_400 + Fields.secondOfDay(fields)) * 1_000_000 + micros;
  }

  /**
   * What follows the seconds: nothing, or a point and at least one digit; zeros after the sixth.
   */
  private static long micros(Object base, long from, long to) {
    if (from == to) {
      return 0;
    }
    long digits = to - from - 1;
    if (Platform.getByte(base, from) != '.' || digits == 0) {
      return -1;
    }
    long micros = 0;
    for (int i = 0; i < Math.max(digits, MICROS); i++) {
      int digit = i < digits ? Platform.getByte(base, from + 1 + i) - '0' : 0;
      if (digit < 0 || digit > (i < MICROS ? 9 : 0)) {
        return -1;
      }
      micros = i < MICROS ? micros * 10 + digit : micros;
    }
    return micros;
  }

  @Override
  public String name() {
    return "commit_time";
  }

  @Override
  public String canonicalName() {
    return "io.millrace.commit_time(string)";
  }

  @Override
  public String description() {
    return "commit_time(text): the time of a change as AWS DMS writes it, or null";
  }

  @Override
  public BoundFunction bind(StructType arguments) {
    Arguments.requireStrings(this, arguments, List.of("text"), List.of());
    return this;
  }

  @Override
  public DataType[] inputTypes() {
    return new DataType[] {DataTypes.StringType};
  }

  @Override
  public DataType resultType() {
    return DataTypes.TimestampNTZType;
  }
}
