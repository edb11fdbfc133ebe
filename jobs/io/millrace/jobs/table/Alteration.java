package io.millrace.jobs.table;

import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.DecimalType;

/**
 * A change of a table's columns.
 *
 * @param column which one, by its new name
 * @param was its name in the table, if it has another one now
 * @param sql what follows {@code ALTER TABLE name}
 */
public record Alteration(String column, String was, String sql) {

  /** A column that the table lacks; {@code type} as in SQL. */
  public static Alteration add(String column, String type) {
    return new Alteration(
        column, null, "ADD COLUMNS (%s %s)".formatted(TableName.quoted(column), type));
  }

  /** Another type of a column. */
  public static Alteration widen(String column, String type) {
    return new Alteration(
        column, null, "ALTER COLUMN %s TYPE %s".formatted(TableName.quoted(column), type));
  }

  /** Another name of a column. */
  public static Alteration rename(String was, String column) {
    return new Alteration(
        column,
        was,
        "RENAME COLUMN %s TO %s".formatted(TableName.quoted(was), TableName.quoted(column)));
  }

  /**
   * Whether Iceberg takes one type for another without writing files anew, which it calls type
   * promotion: int to bigint, float to double, more digits before the point.
   */
  public static boolean isPromotion(DataType from, DataType to) {
    if (from instanceof DecimalType was && to instanceof DecimalType is) {
      return was.scale() == is.scale() && was.precision() < is.precision();
    }
    return (from.equals(DataTypes.IntegerType) && to.equals(DataTypes.LongType))
        || (from.equals(DataTypes.FloatType) && to.equals(DataTypes.DoubleType));
  }

  boolean concerns(String name) {
    return column.equalsIgnoreCase(name) || (was != null && was.equalsIgnoreCase(name));
  }
}
