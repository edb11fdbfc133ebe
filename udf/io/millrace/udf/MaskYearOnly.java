package io.millrace.udf;

import java.time.LocalDate;
import java.time.YearMonth;
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
 * {@code mask_year_only(date)}: the year of a date, or of a text that begins with one as {@code
 * 1984-03-12} and ends there or goes on with a time of day; null for any other text.
 */
public final class MaskYearOnly implements UnboundFunction, ScalarFunction<Integer>, Protects {

  private static final int LENGTH = 10;

  /** The year; Spark's generated code calls this. */
  public static Integer invoke(UTF8String text) {
    if (text == null || text.numBytes() < LENGTH) {
      return null;
    }
    Object base = text.getBaseObject();
    long from = text.getBaseOffset();
    long to = from + text.numBytes();
    int year = Bytes.number(base, from, to, 4);
    int month = Bytes.number(base, from + 5, to, 2);
    int day = Bytes.number(base, from + 8, to, 2);
    boolean dashed = isDash(base, from + 4) && isDash(base, from + 7);
    boolean ends =
        text.numBytes() == LENGTH || " T".indexOf(Platform.getByte(base, from + LENGTH)) >= 0;
    return dashed && ends && isDate(year, month, day) ? Integer.valueOf(year) : null;
  }

  private static boolean isDash(Object base, long at) {
    return Platform.getByte(base, at) == '-';
  }

  private static boolean isDate(int year, int month, int day) {
    return year > 0
        && month >= 1
        && month <= 12
        && day >= 1
        && day <= YearMonth.of(year, month).lengthOfMonth();
  }

  /** The same for a date. */
  public static final class OfDate implements ScalarFunction<Integer>, Protects {

    /** The year; Spark's generated code calls this. */
    public static Integer invoke(int day) {
      return LocalDate.ofEpochDay(day).getYear();
    }

    @Override
    public DataType[] inputTypes() {
      return new DataType[] {DataTypes.DateType};
    }

    @Override
    public DataType resultType() {
      return DataTypes.IntegerType;
    }

    @Override
    public String name() {
      return "mask_year_only";
    }

    @Override
    public String canonicalName() {
      return "io.millrace.mask_year_only(date)";
    }
  }

  @Override
  public String name() {
    return "mask_year_only";
  }

  @Override
  public String canonicalName() {
    return "io.millrace.mask_year_only(string)";
  }

  @Override
  public String description() {
    return "mask_year_only(date): the year of a date or of a text such as 1984-03-12, or null";
  }

  @Override
  public BoundFunction bind(StructType arguments) {
    if (arguments.size() == 1 && arguments.fields()[0].dataType().equals(DataTypes.DateType)) {
      return new OfDate();
    }
    Arguments.requireStrings(this, arguments, List.of("date"), List.of());
    return this;
  }

  @Override
  public DataType[] inputTypes() {
    return new DataType[] {DataTypes.StringType};
  }

  @Override
  public DataType resultType() {
    return DataTypes.IntegerType;
  }
}
