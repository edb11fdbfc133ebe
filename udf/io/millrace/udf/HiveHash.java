package io.millrace.udf;

import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.catalyst.expressions.HiveHasher;
import org.apache.spark.sql.connector.catalog.functions.BoundFunction;
import org.apache.spark.sql.connector.catalog.functions.ScalarFunction;
import org.apache.spark.sql.connector.catalog.functions.UnboundFunction;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.unsafe.types.UTF8String;

/**
 * {@code hive_hash(before, value)}: the hash by which Hive and Athena choose the bucket of a row,
 * {@code 31 * before + hash(value)} as an int that wraps. {@code before} is 0 for the first column
 * and the hash so far for the next. A null string hashes to 0, as those engines have it for all
 * types; another null gives null.
 *
 * @see <a
 *     href="https://cwiki.apache.org/confluence/display/Hive/LanguageManual+DDL+BucketedTables">
 *     Bucketed tables of Hive</a>, bucketing version 1
 */
public final class HiveHash implements UnboundFunction {

  /** The types that have a hash here. */
  public static final List<DataType> TYPES =
      List.of(
          DataTypes.BooleanType,
          DataTypes.ByteType,
          DataTypes.ShortType,
          DataTypes.IntegerType,
          DataTypes.LongType,
          DataTypes.DateType,
          DataTypes.StringType);

  @Override
  public String name() {
    return "hive_hash";
  }

  @Override
  public String description() {
    return "hive_hash(before, value): the hash by which Hive and Athena choose a bucket";
  }

  @Override
  public BoundFunction bind(StructType arguments) {
    var given = arguments.fields();
    DataType value = given.length == 2 ? given[1].dataType() : DataTypes.NullType;
    if (!TYPES.contains(value)) {
      throw new UnsupportedOperationException(
          "hive_hash takes (before int, value), the value a boolean, a whole number, a date or a string, not (%s)."
              .formatted(
                  String.join(
                      ", ",
                      Arrays.stream(given)
                          .map(field -> field.dataType().simpleString())
                          .toList())));
    }
    return new Of(value);
  }

  /** The hash of values of one type. */
  public record Of(DataType type) implements ScalarFunction<Integer> {

    /** Spark's generated code calls this, and those below. */
    public int invoke(int before, boolean value) {
      return 31 * before + (value ? 1 : 0);
    }

    /** The hash of a tinyint. */
    public int invoke(int before, byte value) {
      return 31 * before + value;
    }

    /** The hash of a smallint. */
    public int invoke(int before, short value) {
      return 31 * before + value;
    }

    /** The hash of an int, or of a date as days since 1970. */
    public int invoke(int before, int value) {
      return 31 * before + value;
    }

    /** The hash of a bigint. */
    public int invoke(int before, long value) {
      return 31 * before + HiveHasher.hashLong(value);
    }

    /** The hash of a string, by its bytes in UTF-8. */
    public int invoke(int before, UTF8String value) {
      int hash =
          value == null
              ? 0
              : HiveHasher.hashUnsafeBytes(
                  value.getBaseObject(), value.getBaseOffset(), value.numBytes());
      return 31 * before + hash;
    }

    @Override
    public DataType[] inputTypes() {
      return new DataType[] {DataTypes.IntegerType, type};
    }

    @Override
    public DataType resultType() {
      return DataTypes.IntegerType;
    }

    @Override
    public boolean isResultNullable() {
      return true;
    }

    @Override
    public String name() {
      return "hive_hash";
    }

    @Override
    public String canonicalName() {
      return "io.millrace.hive_hash(int," + type.catalogString() + ")";
    }
  }
}
