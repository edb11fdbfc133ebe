package io.millrace.jobs.table;

import io.millrace.transforms.InvalidInputException;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.spark.sql.RuntimeConfig;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.StructType;

/** Names of columns that a Delta table takes only with column mapping (Delta's PROTOCOL.md). */
final class DeltaNames {

  private static final String MODE = "columnMapping.mode";
  private static final Pattern REFUSED = Pattern.compile("[ ,;{}()\n\t=]");

  private DeltaNames() {}

  /** Fails if a table that is made so cannot have these columns. */
  static void check(NewTable design, StructType columns, RuntimeConfig conf) {
    String mapping =
        design
            .properties()
            .getOrDefault(
                "delta." + MODE,
                conf.get("spark.databricks.delta.properties.defaults." + MODE, "none"));
    List<String> refused =
        names(columns).filter(name -> REFUSED.matcher(name).find()).distinct().toList();
    if (mapping.equals("none") && !refused.isEmpty()) {
      throw new InvalidInputException(
          "sink.table: Delta takes a blank, or any of ,;{}()= in a name only with column mapping: %s; rename, or set properties { delta.columnMapping.mode = name }"
              .formatted(String.join(", ", refused)));
    }
  }

  private static Stream<String> names(DataType type) {
    if (type instanceof StructType struct) {
      return Stream.of(struct.fields())
          .flatMap(field -> Stream.concat(Stream.of(field.name()), names(field.dataType())));
    }
    if (type instanceof ArrayType array) {
      return names(array.elementType());
    }
    return type instanceof MapType map
        ? Stream.concat(names(map.keyType()), names(map.valueType()))
        : Stream.empty();
  }
}
