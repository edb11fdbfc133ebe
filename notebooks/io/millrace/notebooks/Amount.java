package io.millrace.notebooks;

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
    return of == null ? "none" : String.valueOf(of);
  }

  String words() {
    return words(value);
  }

  /** {@code 1,204} or {@code 0.25}. */
  static String words(double value) {
    boolean whole = value == Math.rint(value);
    return String.format(Locale.ROOT, whole ? "%,.0f" : "%,.2f", value);
  }

  /** {@code 1,204} or {@code 12k}, for a narrow place. */
  static String brief(double value) {
    return value < 10_000 ? words(Math.rint(value)) : words(Math.rint(value / 1_000)) + "k";
  }
}
