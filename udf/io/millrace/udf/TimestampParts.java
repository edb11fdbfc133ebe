package io.millrace.udf;

import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.connector.catalog.functions.BoundFunction;
import org.apache.spark.sql.connector.catalog.functions.ScalarFunction;
import org.apache.spark.sql.connector.catalog.functions.UnboundFunction;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.unsafe.types.UTF8String;

/**
 * {@code timestamp_parts(text, pattern[, date_pattern])}: date, time, year and month of a timestamp
 * as it is written, whatever the zone; null if the text is no timestamp of that pattern.
 *
 * <p>Patterns are those of {@link java.time.format.DateTimeFormatter}, with English names in any
 * case and {@code y} for the year. Surrounding blanks and one pair of square brackets do not count.
 * Years run from 0 to 9999. {@code time} is null where the pattern has none.
 */
public final class TimestampParts implements UnboundFunction {

  private static final StructType TYPE =
      new StructType()
          .add("date", DataTypes.StringType)
          .add("time", DataTypes.StringType)
          .add("year", DataTypes.IntegerType)
          .add("month", DataTypes.IntegerType);

  private static final PatternCache<TimestampPattern> PATTERNS =
      new PatternCache<>(TimestampPattern::of);
  private static final PatternCache<DatePattern> DATE_PATTERNS =
      new PatternCache<>(DatePattern::of);
  private static final DatePattern DEFAULT_DATE = DatePattern.of("MM/dd/yyyy");
  private static final Integer[] BOXED = IntStream.range(0, 10_000).boxed().toArray(Integer[]::new);

  /** Refuses a timestamp pattern that is wrong or does not tell a whole date. */
  public static void check(String pattern) {
    TimestampPattern.of(pattern);
  }

  /** Refuses a pattern that cannot write a date. */
  public static void checkDatePattern(String pattern) {
    DatePattern.of(pattern);
  }

  private static InternalRow parts(UTF8String text, UTF8String pattern, DatePattern date) {
    TimestampPattern timestamp = PATTERNS.of(pattern);
    long fields = text == null ? Fields.NONE : timestamp.parse(text);
    if (fields == Fields.NONE) {
      return null;
    }
    Object[] parts = {
      date.format(fields),
      Fields.time(fields),
      BOXED[Fields.year(fields)],
      BOXED[Fields.month(fields)]
    };
    return new GenericInternalRow(parts);
  }

  @Override
  public String name() {
    return "timestamp_parts";
  }

  @Override
  public String description() {
    return "timestamp_parts(text, pattern[, date_pattern]): date, time, year and month as written";
  }

  @Override
  public BoundFunction bind(StructType arguments) {
    Arguments.requireStrings(this, arguments, List.of("text", "pattern"), List.of("date_pattern"));
    return arguments.size() == 2 ? new Default() : new Dated();
  }

  /** The call with two arguments; public for Spark's generated code. */
  public static final class Default extends Bound {

    /** The parts of {@code text}, with the date as month/day/year. */
    public static InternalRow invoke(UTF8String text, UTF8String pattern) {
      return pattern == null ? null : parts(text, pattern, DEFAULT_DATE);
    }

    @Override
    int arguments() {
      return 2;
    }
  }

  /** The call with a pattern for the date; public for Spark's generated code. */
  public static final class Dated extends Bound {

    /** The parts of {@code text}, with the date as {@code datePattern} says. */
    public static InternalRow invoke(UTF8String text, UTF8String pattern, UTF8String datePattern) {
      return pattern == null || datePattern == null
          ? null
          : parts(text, pattern, DATE_PATTERNS.of(datePattern));
    }

    @Override
    int arguments() {
      return 3;
    }
  }

  private abstract static class Bound implements ScalarFunction<InternalRow> {

    abstract int arguments();

    @Override
    public String name() {
      return "timestamp_parts";
    }

    @Override
    public String canonicalName() {
      List<String> types = Collections.nCopies(arguments(), "string");
      return "io.millrace.timestamp_parts(" + String.join(",", types) + ")";
    }

    @Override
    public DataType[] inputTypes() {
      return Collections.nCopies(arguments(), DataTypes.StringType).toArray(DataType[]::new);
    }

    @Override
    public StructType resultType() {
      return TYPE;
    }
  }
}
