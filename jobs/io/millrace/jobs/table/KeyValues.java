package io.millrace.jobs.table;

import static java.util.stream.Collectors.joining;

import java.util.Collection;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.DecimalType;

/**
 * Which values the states of a merge have in a key: files and partitions of the table that hold
 * none of them need not be read.
 *
 * @param key its column
 * @param are what SQL says of a value after its name
 */
record KeyValues(String key, String are) implements KeyCondition {

  /** Iceberg holds so many against the bounds of a file, one by one (InclusiveMetricsEvaluator). */
  static final int FEW = 200;

  private static final List<DataType> KNOWN =
      List.of(
          DataTypes.ByteType,
          DataTypes.ShortType,
          DataTypes.IntegerType,
          DataTypes.LongType,
          DataTypes.DateType,
          DataTypes.TimestampType);

  /**
   * Whether values of a type can be told without loss, and compare as files say they do. Texts are
   * not: what they hold may be personal, and plans show it.
   */
  static boolean knows(DataType type) {
    return type instanceof DecimalType || KNOWN.contains(type);
  }

  /**
   * A value as text, from which its constant is made.
   *
   * @param value of a type that is {@linkplain #knows known}
   */
  static Column told(Column value, DataType type) {
    if (type.equals(DataTypes.DateType)) {
      return functions.unix_date(value).cast("string");
    } else if (type.equals(DataTypes.TimestampType)) {
      return functions.unix_micros(value).cast("string");
    }
    return value.cast("string");
  }

  /** Those between the least and the greatest, as {@link #told}. */
  static KeyValues between(String key, DataType type, String least, String greatest) {
    return new KeyValues(
        key, "BETWEEN %s AND %s".formatted(constant(least, type), constant(greatest, type)));
  }

  /** These, as {@link #told}. */
  static KeyValues among(String key, DataType type, Collection<String> told) {
    return new KeyValues(
        key, told.stream().map(value -> constant(value, type)).collect(joining(", ", "IN (", ")")));
  }

  private static String constant(String told, DataType type) {
    if (type.equals(DataTypes.DateType)) {
      return "date_from_unix_date(" + told + ")";
    } else if (type.equals(DataTypes.TimestampType)) {
      return "timestamp_micros(" + told + ")";
    }
    return "CAST('%s' AS %s)".formatted(told, type.sql());
  }

  @Override
  public String sql(String alias) {
    return "%s.%s %s".formatted(alias, TableName.quoted(key), are);
  }
}
