package io.millrace.jobs.table;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.DecimalType;

/**
 * Between which values the states of a merge have a key, as SQL: files of the table that hold none
 * of them need not be read.
 *
 * @param key its column
 * @param least a constant
 * @param greatest a constant
 */
record KeyRange(String key, String least, String greatest) {

  /** Bytes of a text that are still written into SQL. */
  private static final int LONGEST = 256;

  private static final List<DataType> WHOLE =
      List.of(DataTypes.ByteType, DataTypes.ShortType, DataTypes.IntegerType, DataTypes.LongType);

  /** Whether values of a type can be told without loss, and compare as files say they do. */
  static boolean knows(DataType type) {
    return type instanceof DecimalType
        || WHOLE.contains(type)
        || List.of(DataTypes.DateType, DataTypes.TimestampType, DataTypes.StringType)
            .contains(type);
  }

  /**
   * The least or greatest value as text, for {@link #between}.
   *
   * @param value an aggregate of a type that is {@linkplain #knows known}
   */
  static Column told(Column value, DataType type) {
    if (type.equals(DataTypes.DateType)) {
      return functions.unix_date(value).cast("string");
    } else if (type.equals(DataTypes.TimestampType)) {
      return functions.unix_micros(value).cast("string");
    } else if (type.equals(DataTypes.StringType)) {
      return functions.hex(value.cast("binary"));
    }
    return value.cast("string");
  }

  /** The range between what was {@linkplain #told told}; empty if it cannot be said. */
  static Optional<KeyRange> between(String key, DataType type, String least, String greatest) {
    if (least == null || greatest == null) {
      return Optional.empty();
    }
    boolean sayable = !type.equals(DataTypes.StringType) || (isText(least) && isText(greatest));
    return sayable
        ? Optional.of(new KeyRange(key, constant(least, type), constant(greatest, type)))
        : Optional.empty();
  }

  /** Of bytes that are no UTF-8, what reads the files would make others. */
  private static boolean isText(String hex) {
    if (hex.length() > 2 * LONGEST) {
      return false;
    }
    byte[] bytes = HexFormat.of().parseHex(hex);
    byte[] again = new String(bytes, StandardCharsets.UTF_8).getBytes(StandardCharsets.UTF_8);
    return Arrays.equals(bytes, again);
  }

  private static String constant(String told, DataType type) {
    if (type.equals(DataTypes.DateType)) {
      return "date_from_unix_date(" + told + ")";
    } else if (type.equals(DataTypes.TimestampType)) {
      return "timestamp_micros(" + told + ")";
    } else if (type.equals(DataTypes.StringType)) {
      return "CAST(X'" + told + "' AS STRING)";
    }
    return "CAST('%s' AS %s)".formatted(told, type.sql());
  }

  /** That a row of {@code alias} is in it. */
  String sql(String alias) {
    return "%s.%s BETWEEN %s AND %s".formatted(alias, TableName.quoted(key), least, greatest);
  }
}
