package io.millrace.udf;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.sql.connector.catalog.functions.Function;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.NullType;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** The arguments of a call, checked when Spark binds it. */
final class Arguments {

  private Arguments() {}

  /** Refuses anything but strings, or another number of them. */
  static void requireStrings(
      Function function, StructType arguments, List<String> required, List<String> optional) {
    StructField[] given = arguments.fields();
    int most = required.size() + optional.size();
    boolean fits =
        given.length >= required.size()
            && given.length <= most
            && Arrays.stream(given).allMatch(field -> isString(field.dataType()));
    if (!fits) {
      throw new UnsupportedOperationException(
          "%s takes strings (%s), not (%s)."
              .formatted(function.name(), names(required, optional), types(given)));
    }
  }

  /** Refuses anything but arguments of these types; null is of any. */
  static void require(
      Function function, StructType arguments, List<String> names, DataType... types) {
    StructField[] given = arguments.fields();
    boolean fits = given.length == types.length;
    for (int i = 0; fits && i < types.length; i++) {
      DataType type = given[i].dataType();
      fits = type instanceof NullType || type.catalogString().equals(types[i].catalogString());
    }
    if (!fits) {
      List<String> wanted = new ArrayList<>();
      for (int i = 0; i < types.length; i++) {
        wanted.add(names.get(i) + " " + types[i].catalogString());
      }
      throw new UnsupportedOperationException(
          "%s takes (%s), not (%s)."
              .formatted(function.name(), String.join(", ", wanted), types(given)));
    }
  }

  private static boolean isString(DataType type) {
    return type instanceof StringType || type instanceof NullType;
  }

  private static String names(List<String> required, List<String> optional) {
    return Stream.concat(required.stream(), optional.stream().map(name -> "[" + name + "]"))
        .collect(Collectors.joining(", "));
  }

  /** The types of what was given, as messages spell them. */
  static String types(StructField[] given) {
    return Arrays.stream(given)
        .map(field -> field.dataType().simpleString())
        .collect(Collectors.joining(", "));
  }
}
