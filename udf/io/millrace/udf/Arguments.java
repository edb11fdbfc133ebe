package io.millrace.udf;

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

  private static boolean isString(DataType type) {
    return type instanceof StringType || type instanceof NullType;
  }

  private static String names(List<String> required, List<String> optional) {
    return Stream.concat(required.stream(), optional.stream().map(name -> "[" + name + "]"))
        .collect(Collectors.joining(", "));
  }

  private static String types(StructField[] given) {
    return Arrays.stream(given)
        .map(field -> field.dataType().simpleString())
        .collect(Collectors.joining(", "));
  }
}
