package io.millrace.transforms;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.when;

import java.util.Locale;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.BooleanType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DateType;
import org.apache.spark.sql.types.IntegralType;
import org.apache.spark.sql.types.NumericType;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.types.TimestampNTZType;
import org.apache.spark.sql.types.TimestampType;

/**
 * A value on its way to another type. It gets there whole or not at all, and never with an error,
 * whether ANSI mode is on or off.
 *
 * @param sql the value, as SQL
 */
record TryCast(String sql, DataType from, DataType to) {

  /** The type that a user wrote for {@code column}. */
  static DataType type(String column, String type) {
    return parse(type, "columns." + column);
  }

  /** The type that a user wrote; {@code key} is where. */
  static DataType parse(String type, String key) {
    try {
      StructField[] fields = StructType.fromDDL("c " + type).fields();
      if (fields.length == 1) {
        return fields[0].dataType();
      }
    } catch (Exception e) {
      throw notAType(type, key, e);
    }
    throw notAType(type, key, null);
  }

  private static IllegalArgumentException notAType(String type, String key, Exception cause) {
    return new IllegalArgumentException(
        "%s: '%s' is not a Spark SQL type, such as int or decimal(10,2)".formatted(key, type),
        cause);
  }

  /** Whether Spark knows a way from the one type to the other. */
  boolean isPossible(Dataset<Row> rows) {
    if (from.equals(to)) {
      return true;
    }
    try {
      rows.select(cast()).schema();
      return true;
    } catch (Exception e) {
      // Spark throws its checked AnalysisException undeclared.
      return false;
    }
  }

  /** The value in its new type; null where it does not fit. */
  Column value() {
    if (from.equals(to)) {
      return expr(sql);
    }
    return alwaysFits() ? cast() : when(misfit().equalTo(false), cast());
  }

  /** Whether there is a value that does not fit without a loss; never null. */
  Column misfit() {
    if (alwaysFits()) {
      return lit(false);
    }
    Column lost = new CastLoss(sql, from, to).lost();
    return coalesce(expr(sql).isNotNull().and(lost), lit(false));
  }

  /** Whether no value can be lost, so that none need be looked at. */
  private boolean alwaysFits() {
    boolean integers = from instanceof IntegralType && to instanceof IntegralType;
    boolean isTime =
        from instanceof DateType
            || from instanceof TimestampType
            || from instanceof TimestampNTZType;
    boolean hasText = from instanceof NumericType || from instanceof BooleanType || isTime;
    return (integers && from.defaultSize() <= to.defaultSize())
        || (hasText && to instanceof StringType);
  }

  /** The type as messages spell it. */
  String target() {
    return to.sql().toLowerCase(Locale.ROOT);
  }

  private Column cast() {
    return expr("try_cast(" + sql + " as " + to.sql() + ")");
  }
}
