package io.millrace.transforms;

import static org.apache.spark.sql.functions.size;
import static org.apache.spark.sql.functions.when;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** The columns of one flat table, each named by its path; no two may be called the same. */
final class FlatNames {

  private final Transform step;
  private final String separator;
  private final Map<String, String> taken = new HashMap<>();

  FlatNames(Transform step, String separator) {
    this.step = step;
    this.separator = separator;
  }

  /** The column called as {@code path} is. */
  Column named(ColumnPath path, Column value) {
    String name = joined(path);
    return value.as(claim(name, path.toString()));
  }

  /** The name that {@code path} has in a flat table. */
  String joined(ColumnPath path) {
    return String.join(separator, path.parts());
  }

  /** {@code name}, if nothing else is called so; {@code what} is for the message. */
  String claim(String name, String what) {
    String other = taken.putIfAbsent(name.toLowerCase(Locale.ROOT), what);
    if (other != null) {
      throw new InvalidInputException(
          "%s: %s and %s would both be called '%s'; rename one before, or set another separator"
              .formatted(StepName.of(step.getClass()), other, what, name));
    }
    return name;
  }

  /** The value, or the values inside of a struct; of an array or map, the number of elements. */
  List<Column> flat(ColumnPath path, Column value, DataType type) {
    if (type instanceof ArrayType || type instanceof MapType) {
      // Spark's size of null is -1 or null, by a setting.
      Column count = when(value.isNotNull(), size(value));
      String name = joined(path) + separator + "count";
      return List.of(count.as(claim(name, "the count of " + path)));
    }
    if (!(type instanceof StructType struct) || struct.fields().length == 0) {
      return List.of(named(path, value));
    }
    List<Column> columns = new ArrayList<>();
    for (StructField field : struct.fields()) {
      columns.addAll(flat(path.to(field.name()), value.getField(field.name()), field.dataType()));
    }
    return columns;
  }
}
