package io.millrace.jobs.table;

import static java.util.stream.Collectors.joining;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.util.sketch.BloomFilter;

/**
 * Which keys the states of a merge have, as a Bloom filter of their hashes. A row of the table that
 * it does not know is neither shuffled nor sorted to be joined with them. No key gets into a
 * statement or a plan, so keys may be personal.
 *
 * @param keys their columns
 * @param types by which they are hashed
 * @param function its name in SQL
 */
record KeyFilter(List<String> keys, List<DataType> types, String function) implements KeyCondition {

  /** Beyond, Spark 4 makes a filter worse (spark.sql.optimizer.runtime.bloomFilter.maxNumItems). */
  private static final long MOST = 4_000_000;

  /** Of half as many nothing is gained; docs/performance.md has the figures. */
  private static final long LEAST = 1_000_000;

  /** Each makes a filter of full size, up to 5 MB. */
  private static final int TASKS = 16;

  private static final double FALSE_POSITIVES = 0.01;

  private static final List<DataType> WHOLE =
      List.of(DataTypes.ByteType, DataTypes.ShortType, DataTypes.IntegerType, DataTypes.LongType);

  /** Of these, equal values have equal hashes. */
  private static final List<DataType> OTHERS =
      List.of(
          DataTypes.StringType,
          DataTypes.DateType,
          DataTypes.TimestampType,
          DataTypes.TimestampNTZType);

  /**
   * One of these states, unless their keys are of types that have no such hash, or too few rows
   * would be left out to be worth it.
   *
   * @param states are kept, and read once
   * @param number of them
   * @param rows of the table; not asked for in vain
   * @param views that it lives as long as
   */
  static Optional<KeyFilter> of(
      Dataset<Row> states, List<String> keys, long number, LongSupplier rows, Views views) {
    return types(states.schema(), keys)
        .filter(types -> number <= MOST && rows.getAsLong() >= Math.max(LEAST, 2 * number))
        .map(
            types -> {
              Dataset<Row> hashes = states.select(functions.expr(hash("", keys, types)).as("hash"));
              BloomFilter filter =
                  hashes.coalesce(TASKS).stat().bloomFilter("hash", number, FALSE_POSITIVES);
              return new KeyFilter(keys, types, views.of(filter));
            });
  }

  /** Whether the hashes of rows with such columns are comparable with those of the states. */
  boolean fits(StructType columns) {
    return types(columns, keys).equals(Optional.of(types));
  }

  @Override
  public String sql(String alias) {
    return "%s(%s)".formatted(function, hash(alias + ".", keys, types));
  }

  private static String hash(String prefix, List<String> keys, List<DataType> types) {
    List<String> values = new ArrayList<>();
    for (int i = 0; i < keys.size(); i++) {
      values.add(hashed(prefix + TableName.quoted(keys.get(i)), types.get(i)));
    }
    return values.stream().collect(joining(", ", "xxhash64(", ")"));
  }

  /** Cast where somebody may widen the column meanwhile, and wider numbers have other hashes. */
  private static String hashed(String value, DataType type) {
    if (type instanceof DecimalType || type.equals(DataTypes.LongType)) {
      return "TRY_CAST(%s AS %s)".formatted(value, type.sql());
    }
    return value;
  }

  private static Optional<List<DataType>> types(StructType columns, List<String> keys) {
    List<DataType> types = new ArrayList<>();
    for (String key : keys) {
      Arrays.stream(columns.fields())
          .filter(field -> field.name().equalsIgnoreCase(key))
          .map(StructField::dataType)
          .filter(
              type -> type instanceof DecimalType || WHOLE.contains(type) || OTHERS.contains(type))
          .map(type -> WHOLE.contains(type) ? DataTypes.LongType : type)
          .forEach(types::add);
    }
    return types.size() == keys.size() ? Optional.of(types) : Optional.empty();
  }
}
