package io.millrace.jobs.io;

import io.millrace.transforms.InvalidInputException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.parquet.schema.MessageType;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * The columns of Parquet files, of which many have the same.
 *
 * @param groups paths of the files that have the same columns
 * @param held the columns of each group, by its first path
 * @param times which of them are times of day, by the same path
 */
record ParquetSchemas(
    List<List<String>> groups, Map<String, StructType> held, Map<String, ParquetTimes> times) {

  /** Asks {@code schema} once for all files whose footers say the same. */
  static ParquetSchemas of(
      List<ParquetFooter> footers, Function<ParquetFooter, StructType> schema) {
    Map<MessageType, List<ParquetFooter>> same =
        footers.stream()
            .collect(
                Collectors.groupingBy(
                    ParquetFooter::schema, LinkedHashMap::new, Collectors.toList()));
    Map<String, StructType> held = new LinkedHashMap<>();
    Map<String, ParquetTimes> times = new LinkedHashMap<>();
    List<List<String>> groups = new ArrayList<>();
    for (List<ParquetFooter> group : same.values()) {
      String first = group.get(0).file().path();
      StructType columns = group.get(0).readable(schema.apply(group.get(0)));
      requireUsable(columns, first);
      held.put(first, columns);
      times.put(first, group.get(0).times());
      groups.add(group.stream().map(footer -> footer.file().path()).toList());
    }
    return new ParquetSchemas(groups, held, times);
  }

  private static void requireUsable(StructType columns, String file) {
    if (List.of(columns.fieldNames()).contains("_metadata")) {
      throw new InvalidInputException(
          "source: %s has a column '_metadata', which is what Spark calls its own facts about files; write it again with another name"
              .formatted(file));
    }
  }

  /**
   * Why a reader that is given the merged columns cannot read all files, which here are converted:
   * of a column the type differs, or it is a time of day, which Spark and Athena do not have.
   */
  Optional<String> unlike() {
    Map<String, StructField> columns = new LinkedHashMap<>();
    Map<String, String> from = new LinkedHashMap<>();
    for (Map.Entry<String, StructType> one : held.entrySet()) {
      for (StructField field : one.getValue().fields()) {
        String key = field.name().toLowerCase(Locale.ROOT);
        if (times.get(one.getKey()).units().containsKey(key)) {
          return Optional.of(
              "column '%s' is a time of day in %s, which readers of tables do not have"
                  .formatted(field.name(), one.getKey()));
        }
        StructField known = columns.putIfAbsent(key, field);
        from.putIfAbsent(key, one.getKey());
        if (known != null && !isAlike(known.dataType(), field.dataType())) {
          return Optional.of(
              "column '%s' is %s in %s and %s in %s, and readers of tables take one type for all"
                  .formatted(
                      field.name(),
                      known.dataType().simpleString(),
                      from.get(key),
                      field.dataType().simpleString(),
                      one.getKey()));
        }
      }
    }
    return Optional.empty();
  }

  /** Fields may be added to a struct, and nothing else. */
  private static boolean isAlike(DataType one, DataType other) {
    if (one instanceof StructType first && other instanceof StructType second) {
      return Arrays.stream(first.fields())
          .allMatch(
              field ->
                  Arrays.stream(second.fields())
                      .filter(its -> its.name().equalsIgnoreCase(field.name()))
                      .allMatch(its -> isAlike(field.dataType(), its.dataType())));
    }
    if (one instanceof ArrayType first && other instanceof ArrayType second) {
      return isAlike(first.elementType(), second.elementType());
    }
    if (one instanceof MapType first && other instanceof MapType second) {
      return isAlike(first.keyType(), second.keyType())
          && isAlike(first.valueType(), second.valueType());
    }
    return one.catalogString().equals(other.catalogString());
  }

  /** Hands out each group with its columns. */
  void each(BiConsumer<List<String>, StructType> use) {
    groups.forEach(group -> use.accept(group, held.get(group.get(0))));
  }

  /** All columns of all files, in types that hold the values of each. */
  StructType merged(String root) {
    Map<String, StructField> columns = new LinkedHashMap<>();
    Map<String, String> from = new LinkedHashMap<>();
    held.forEach(
        (file, fields) -> {
          for (StructField field : times.get(file).asText(fields).fields()) {
            String key = field.name().toLowerCase(Locale.ROOT);
            StructField known = columns.getOrDefault(key, field);
            Optional<DataType> type = WiderType.of(known.dataType(), field.dataType());
            if (type.isEmpty()) {
              throw new InvalidInputException(
                  "source: the Parquet files below %s do not have the same columns: '%s' is %s in %s and %s in %s; give a schema, or read them apart"
                      .formatted(
                          root,
                          known.name(),
                          known.dataType().simpleString(),
                          from.get(key),
                          field.dataType().simpleString(),
                          file));
            }
            from.putIfAbsent(key, file);
            columns.put(key, new StructField(known.name(), type.get(), true, field.metadata()));
          }
        });
    return new StructType(columns.values().toArray(StructField[]::new));
  }
}
