package io.millrace.jobs.text;

import java.io.Serializable;
import java.math.BigDecimal;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.DecimalType;

/** Which type holds all numbers seen without changing one of them. */
final class JsonNumbers implements Serializable {

  private static final long serialVersionUID = 1L;
  private static final int MOST_DIGITS = 1000;

  private boolean whole = true;
  private boolean longs = true;
  private boolean doubles = true;
  private int wholeDigits = 1;
  private int scale;

  void add(String text) {
    boolean isWhole =
        text.length() < 400 && text.chars().allMatch(c -> c == '-' || (c >= '0' && c <= '9'));
    if (isWhole && text.length() <= 15) { // fits a long and a double
      wholeDigits = Math.max(wholeDigits, text.length());
    } else {
      add(text, isWhole);
    }
  }

  private void add(String text, boolean isWhole) {
    try {
      add(new BigDecimal(text), isWhole);
    } catch (NumberFormatException e) { // an absurd exponent
      whole = false;
      longs = false;
      doubles = false;
      scale = MOST_DIGITS;
    }
  }

  private void add(BigDecimal value, boolean isWhole) {
    BigDecimal plain = value.signum() == 0 ? BigDecimal.ZERO : value.stripTrailingZeros();
    double nearest = value.doubleValue();
    whole &= isWhole;
    longs &=
        isWhole && plain.precision() - plain.scale() <= 19 && value.toBigInteger().bitLength() < 64;
    doubles &=
        Double.isFinite(nearest) && new BigDecimal(Double.toString(nearest)).compareTo(value) == 0;
    wholeDigits = Math.max(wholeDigits, capped((long) plain.precision() - plain.scale()));
    scale = Math.max(scale, capped(plain.scale()));
  }

  private static int capped(long digits) {
    return (int) Math.max(0, Math.min(digits, MOST_DIGITS));
  }

  void merge(JsonNumbers other) {
    whole &= other.whole;
    longs &= other.longs;
    doubles &= other.doubles;
    wholeDigits = Math.max(wholeDigits, other.wholeDigits);
    scale = Math.max(scale, other.scale);
  }

  /** A string, which keeps the text of a number, if no number type will do. */
  DataType type() {
    if (longs) {
      return DataTypes.LongType;
    }
    if (doubles && !whole) {
      return DataTypes.DoubleType;
    }
    int precision = wholeDigits + scale;
    return precision <= DecimalType.MAX_PRECISION()
        ? DataTypes.createDecimalType(precision, scale)
        : DataTypes.StringType;
  }
}
