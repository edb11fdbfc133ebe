package io.millrace.transforms;

import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;

import java.util.Locale;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.types.BooleanType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DateType;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.types.DoubleType;
import org.apache.spark.sql.types.FloatType;
import org.apache.spark.sql.types.IntegralType;
import org.apache.spark.sql.types.LongType;
import org.apache.spark.sql.types.NumericType;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.TimestampNTZType;
import org.apache.spark.sql.types.TimestampType;

/** What a cast that Spark allows would change: digits, a fraction, a time of day, or a range. */
record CastLoss(String value, DataType from, DataType to) {

  /** Whether the value has no equal in the other type; true for null. */
  Column lost() {
    Column lost = column(cast()).isNull();
    if (isComparedBack()) {
      String back = tryCast(cast(), from.sql());
      lost = lost.or(not(column(back).eqNullSafe(column(value))));
    }
    if (isFloating(from) && to instanceof LongType) {
      lost = lost.or(beyondLong(value));
    } else if (from instanceof LongType && isFloating(to)) {
      lost = lost.or(beyondLong(cast()));
    } else if (from instanceof StringType && isFloating(to)) {
      lost = lost.or(overflow()).or(underflow());
    } else if (from instanceof StringType && to instanceof DecimalType decimal) {
      lost = lost.or(digitsCut(decimal.scale()));
    }
    return lost;
  }

  /** The converted value, null if Spark cannot convert it. */
  private String cast() {
    return tryCast(value, to.sql());
  }

  private boolean isComparedBack() {
    if (from instanceof TimestampType || from instanceof TimestampNTZType) {
      return to instanceof DateType || (to instanceof NumericType && !isFloating(to));
    }
    if (from instanceof IntegralType && to instanceof TimestampType) {
      return true;
    }
    return from instanceof NumericType && (to instanceof NumericType || to instanceof BooleanType);
  }

  /** Spark makes the largest bigint of 2^63, which then comes back as 2^63. */
  private static Column beyondLong(String floating) {
    return column(floating).geq(lit(0x1p63));
  }

  private Column overflow() {
    Column infinity = column(value).rlike("(?i)\\A\\s*[+-]?inf(inity)?\\s*\\z");
    return column("abs(" + cast() + ")").equalTo(lit(Double.POSITIVE_INFINITY)).and(not(infinity));
  }

  /** A number other than zero that is too small for the type. */
  private Column underflow() {
    Column digits = column(value).rlike("\\A\\s*[+-]?[0.]*[1-9]");
    return column(cast()).equalTo(lit(0.0)).and(digits);
  }

  /** Plain digits are judged as they stand; others by the widest decimal that holds them. */
  private Column digitsCut(int scale) {
    Column plain = column(value).rlike("\\A\\s*[+-]?[0-9]*[.]?[0-9]*\\s*\\z");
    Column cut = column(value).rlike("[.][0-9]{" + scale + "}[0-9]*[1-9]");
    String wide =
        String.format(
            Locale.ROOT,
            "coalesce(%s, %s, %s)",
            tryCast(value, "decimal(38, 38)") + " = " + tryCast(cast(), "decimal(38, 38)"),
            tryCast(value, "decimal(38, 28)") + " = " + tryCast(cast(), "decimal(38, 28)"),
            tryCast(value, "decimal(38, 18)") + " = " + tryCast(cast(), "decimal(38, 18)"));
    return plain.and(cut).or(not(plain).and(not(column(wide).eqNullSafe(lit(true)))));
  }

  private static boolean isFloating(DataType type) {
    return type instanceof DoubleType || type instanceof FloatType;
  }

  private static String tryCast(String value, String type) {
    return "try_cast(" + value + " as " + type + ")";
  }

  private static Column column(String sql) {
    return expr(sql);
  }
}
