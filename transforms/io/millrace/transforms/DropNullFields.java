package io.millrace.transforms;

import static org.apache.spark.sql.functions.expr;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.NullType;
import org.apache.spark.sql.types.StructType;

/**
 * Drops columns, and fields inside of structs, arrays and maps, whose type is void: they can hold
 * nothing but null, and no file format writes them. What holds nothing else goes with them. A
 * column of another type stays even if it is null in every row; to know that, all rows would have
 * to be read first.
 */
@Summary("Drops columns and nested fields of type void, which hold nothing but null.")
@Example("drop-null-fields")
public record DropNullFields() implements RowWise {

  @Override
  public Dataset<Row> apply(Dataset<Row> rows) {
    List<Column> kept = new ArrayList<>();
    for (String name : Trace.dataColumns(rows)) {
      kept(Columns.quoted(name), Require.field(rows, name).dataType(), 0)
          .ifPresent(sql -> kept.add(expr(sql).as(name)));
    }
    if (kept.isEmpty()) {
      throw new InvalidInputException(
          "drop-null-fields: no column would be left; every one is of type void");
    }
    return Trace.select(rows, kept);
  }

  /** The value without what is void in it, as SQL; empty if nothing is left of it. */
  private static Optional<String> kept(String value, DataType type, int depth) {
    if (type instanceof NullType) {
      return Optional.empty();
    }
    if (type instanceof StructType struct) {
      return keptFields(value, struct, depth);
    }
    String element = "x" + depth;
    if (type instanceof ArrayType array) {
      return kept(element, array.elementType(), depth + 1)
          .map(
              inner ->
                  inner.equals(element)
                      ? value
                      : "transform(%s, %s -> %s)".formatted(value, element, inner));
    }
    if (type instanceof MapType map && !(map.keyType() instanceof NullType)) {
      return kept(element, map.valueType(), depth + 1)
          .map(
              inner ->
                  inner.equals(element)
                      ? value
                      : "transform_values(%s, (k%s, %s) -> %s)"
                          .formatted(value, depth, element, inner));
    }
    return type instanceof MapType ? Optional.empty() : Optional.of(value);
  }

  private static Optional<String> keptFields(String value, StructType struct, int depth) {
    List<String> before =
        Arrays.stream(struct.fieldNames()).map(name -> value + "." + Columns.quoted(name)).toList();
    List<String> after = new ArrayList<>();
    List<String> named = new ArrayList<>();
    for (int i = 0; i < before.size(); i++) {
      String name = Columns.quoted(struct.fields()[i].name());
      kept(before.get(i), struct.fields()[i].dataType(), depth)
          .ifPresent(
              sql -> {
                after.add(sql);
                named.add(sql + " as " + name);
              });
    }
    if (after.equals(before)) {
      return Optional.of(value);
    }
    return after.isEmpty()
        ? Optional.empty()
        : Optional.of(
            "if(%s is null, null, struct(%s))".formatted(value, String.join(", ", named)));
  }
}
