package io.millrace.udf;

import java.text.ParsePosition;
import java.time.DateTimeException;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoField;
import java.time.temporal.TemporalAccessor;
import java.time.temporal.TemporalQueries;
import java.util.Optional;
import org.apache.spark.unsafe.types.UTF8String;

/** A timestamp pattern ready to read text: over bytes where it can, by java.time where not. */
final class TimestampPattern {

  private static final ZonedDateTime EXAMPLE =
      ZonedDateTime.of(2018, 1, 17, 22, 43, 54, 0, ZoneOffset.UTC);

  private final DateTimeFormatter formatter;
  private final Optional<FastTimestamp> fast;
  private final boolean bracketsCount;

  private TimestampPattern(DateTimeFormatter formatter, Optional<FastTimestamp> fast) {
    this.formatter = formatter;
    this.fast = fast;
    this.bracketsCount = formatter.format(EXAMPLE).startsWith("[");
  }

  /** Compiles {@code pattern}, or says in one sentence why it will not do. */
  static TimestampPattern of(String pattern) {
    String trimmed = pattern.trim();
    DateTimeFormatter formatter = JavaTime.formatter(trimmed, "timestamp");
    checkFields(pattern, formatter);
    return new TimestampPattern(formatter, FastTimestamp.of(JavaTime.withProlepticYear(trimmed)));
  }

  /** The same without the parser over bytes. */
  TimestampPattern slow() {
    return new TimestampPattern(formatter, Optional.empty());
  }

  boolean isFast() {
    return fast.isPresent();
  }

  private static void checkFields(String pattern, DateTimeFormatter formatter) {
    TemporalAccessor read;
    try {
      read = formatter.parse(formatter.format(EXAMPLE));
    } catch (DateTimeException e) {
      throw new IllegalArgumentException(
          "The timestamp pattern '%s' cannot read the text it writes: put something between the fields."
              .formatted(pattern),
          e);
    }
    if (read.query(TemporalQueries.localDate()) == null) {
      throw new IllegalArgumentException(
          "The timestamp pattern '%s' does not tell a whole date: it needs year, month and day, such as 'd/MMM/yyyy:HH:mm:ss'."
              .formatted(pattern));
    }
    if (read.query(TemporalQueries.localTime()) == null && hasTimeFields(read)) {
      throw new IllegalArgumentException(
          "The timestamp pattern '%s' tells only part of a time: it needs the hour (HH, or hh with a), and minutes before seconds."
              .formatted(pattern));
    }
  }

  private static boolean hasTimeFields(TemporalAccessor read) {
    for (ChronoField field : ChronoField.values()) {
      if (field.isTimeBased() && read.isSupported(field)) {
        return true;
      }
    }
    return false;
  }

  /** The {@link Fields} of {@code text}, or {@link Fields#NONE}. */
  long parse(UTF8String text) {
    Object base = text.getBaseObject();
    long from =
        Bytes.skipBlanks(base, text.getBaseOffset(), text.getBaseOffset() + text.numBytes());
    long to = Bytes.dropBlanks(base, from, text.getBaseOffset() + text.numBytes());
    if (!bracketsCount && Bytes.isEnclosed(base, from, to, '[', ']')) {
      to = Bytes.dropBlanks(base, from + 1, to - 1);
      from = Bytes.skipBlanks(base, from + 1, to);
    }
    if (from == to) {
      return Fields.NONE;
    }
    long fields = fast.isPresent() ? fast.get().parse(base, from, to) : Fields.UNSURE;
    return fields == Fields.UNSURE
        ? parse(UTF8String.fromAddress(base, from, (int) (to - from)).toString())
        : fields;
  }

  private long parse(String text) {
    if (fast.isPresent() && formatter.parseUnresolved(text, new ParsePosition(0)) == null) {
      return Fields.NONE; // broken text is the usual case here, and this way throws nothing
    }
    try {
      TemporalAccessor read = formatter.parse(text);
      return Fields.pack(
          read.query(TemporalQueries.localDate()), read.query(TemporalQueries.localTime()));
    } catch (DateTimeException e) {
      return Fields.NONE;
    }
  }
}
