package io.millrace.notebooks;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.NumericType;
import org.apache.spark.sql.types.StructField;

/**
 * How much of something.
 *
 * @param of a label, or null
 * @param series a label of several such lists, or null
 */
record Amount(Object of, double value, String series) {

  /** The label of rows whose first column is null. */
  static final String NONE = "none";

  private static final int MOST = 5_000;

  /** The first column says of what, the second how much, and the third, if any, of which series. */
  static List<Amount> in(Dataset<Row> rows, int columns) {
    StructField[] fields = rows.schema().fields();
    if (fields.length != columns || !(fields[1].dataType() instanceof NumericType)) {
      throw new IllegalArgumentException(
          "a picture of this kind wants %s columns, the second of numbers, not %s; select them first"
              .formatted(columns, rows.schema().toDDL()));
    }
    List<Row> taken = rows.takeAsList(MOST + 1);
    if (taken.isEmpty() || taken.size() > MOST) {
      throw new IllegalArgumentException(
          taken.isEmpty()
              ? "there are no rows to draw"
              : "more than "
                  + words(MOST)
                  + " rows are no picture; filter or aggregate them first");
    }
    List<Amount> amounts = new ArrayList<>();
    for (Row row : taken) {
      double value = row.isNullAt(1) ? Double.NaN : ((Number) row.get(1)).doubleValue();
      if (!(value >= 0 && value < Double.POSITIVE_INFINITY)) {
        throw new IllegalArgumentException(
            "an amount must be 0 or more, but that of %s is %s".formatted(row.get(0), row.get(1)));
      }
      amounts.add(new Amount(row.get(0), value, columns > 2 ? String.valueOf(row.get(2)) : null));
    }
    return amounts;
  }

  static double greatest(List<Amount> amounts) {
    return amounts.stream().mapToDouble(Amount::value).max().orElse(0);
  }

  String label() {
    return of == null ? NONE : String.valueOf(of);
  }

  String words() {
    return words(value);
  }

  /** {@code 1,204}, {@code 7.25} or {@code 0.00123}. */
  static String words(double value) {
    if (value >= 1e15 || (value > 0 && value < .001)) {
      return brief(value);
    }
    boolean whole = value == Math.rint(value);
    return whole || value >= 1
        ? String.format(Locale.ROOT, whole ? "%,.0f" : "%,.2f", value)
        : rounded(value, 3).stripTrailingZeros().toPlainString();
  }

  /**
   * {@code 1,204}, {@code 0.2}, {@code 12.5k}, {@code 3M} or {@code 5e-4}, for a narrow place:
   * three digits, and two with an exponent, which says every mark of an {@link Axis} exactly.
   */
  static String brief(double value) {
    double whole = Math.rint(value);
    if (whole < 10_000 && (value == whole || value >= 1_000)) {
      return String.format(Locale.ROOT, "%,.0f", whole);
    }
    BigDecimal rounded = rounded(value, 3);
    int power = power(rounded);
    if (power >= 12 || power < -3) {
      BigDecimal shorter = rounded(value, 2);
      return shifted(shorter, power(shorter)) + "e" + power(shorter);
    }
    int thousands = power < 4 ? 0 : power / 3;
    return shifted(rounded, thousands * 3) + (thousands == 0 ? "" : " kMG".charAt(thousands));
  }

  private static BigDecimal rounded(double value, int digits) {
    return new BigDecimal(value).round(new MathContext(digits));
  }

  /** Of ten, of the first digit. */
  private static int power(BigDecimal value) {
    return value.precision() - value.scale() - 1;
  }

  private static String shifted(BigDecimal value, int power) {
    return value.scaleByPowerOfTen(-power).stripTrailingZeros().toPlainString();
  }
}
