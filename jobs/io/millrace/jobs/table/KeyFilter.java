package io.millrace.jobs.table;

import static java.util.stream.Collectors.joining;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
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
 * it does not know is neither shuffled nor sorted to be joined with them. It holds no key, so that
 * keys may be personal.
 *
 * @param keys their columns
 * @param types by which they are hashed
 * @param function its name in SQL
 */
record KeyFilter(List<String> keys, List<DataType> types, String function) implements KeyCondition {

  /** The largest takes 5 MB of each executor, and of each task that makes a part of it. */
  private static final long MOST = 4_000_000;

  /** What it takes to make one is not worth less; measured, see docs/performance.md. */
  private static final long LEAST = 1_000_000;

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

  /** Whether so many rows are left out that it is worth its making. */
  private static boolean pays(long states, long rows) {
    return states <= MOST && rows >= Math.max(LEAST, 2 * states);
  }

  /**
   * One of these states, unless their keys are of types that have no such hash, or it does not pay.
   *
   * @param states are kept, and read once
   * @param number of them
   * @param rows of the table
   * @param views that it lives as long as
   */
  static Optional<KeyFilter> of(
      Dataset<Row> states, List<String> keys, long number, long rows, Views views) {
    return types(states.schema(), keys)
        .filter(types -> pays(number, rows))
        .map(
            types -> {
              String hash = hash("", keys, types);
              BloomFilter filter =
                  states
                      .select(functions.expr(hash).as("hash"))
                      .stat()
                      .bloomFilter("hash", number, FALSE_POSITIVES);
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

  private static String hash(String alias, List<String> keys, List<DataType> types) {
    List<String> values = new ArrayList<>();
    for (int i = 0; i < keys.size(); i++) {
      String value = alias + TableName.quoted(keys.get(i));
      boolean whole = types.get(i).equals(DataTypes.LongType);
      values.add(whole ? "CAST(%s AS BIGINT)".formatted(value) : value);
    }
    return values.stream().collect(joining(", ", "xxhash64(", ")"));
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
