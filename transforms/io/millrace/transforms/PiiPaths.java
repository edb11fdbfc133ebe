package io.millrace.transforms;

import io.millrace.udf.Functions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** The texts and whole numbers of rows, in columns and whatever these hold. */
final class PiiPaths {

  /**
   * Values that are looked at.
   *
   * @param path such as {@code address.mail} or {@code links[].url}
   * @param kinds SQL: what a row has there, as {@code pii_kinds} sums it; null if there is nothing
   */
  record Leaf(String path, String kinds) {}

  private final List<Leaf> leaves = new ArrayList<>();

  private PiiPaths() {}

  static List<Leaf> of(Dataset<Row> rows) {
    PiiPaths paths = new PiiPaths();
    List<String> data = Trace.dataColumns(rows);
    Arrays.stream(rows.schema().fields())
        .filter(field -> data.contains(field.name()))
        .forEach(
            field -> paths.visit(field.name(), Columns.quoted(field.name()), field.dataType()));
    return paths.leaves;
  }

  private void visit(String path, String sql, DataType type) {
    if (isLookedAt(type)) {
      leaves.add(new Leaf(path, "if(%s is null, null, %s)".formatted(sql, kinds(sql))));
    } else if (type instanceof StructType struct) {
      fields(path, sql, struct, false);
    } else if (type instanceof MapType map) {
      visit(path + ".key", "map_keys(" + sql + ")", DataTypes.createArrayType(map.keyType()));
      visit(path + ".value", "map_values(" + sql + ")", DataTypes.createArrayType(map.valueType()));
    } else if (type instanceof ArrayType array) {
      elements(path, sql, array.elementType());
    }
  }

  private void elements(String path, String sql, DataType type) {
    if (isLookedAt(type)) {
      String any =
          "aggregate(%s, 0, (kinds, one) -> kinds | coalesce(%s, 0))".formatted(sql, kinds("one"));
      leaves.add(new Leaf(path, any));
    } else if (type instanceof StructType struct) {
      fields(path + "[]", sql, struct, true);
    } else if (type instanceof ArrayType inner) {
      visit(path + "[]", flat(sql), inner);
    } else if (type instanceof MapType map) {
      String keys = flat("transform(%s, one -> map_keys(one))".formatted(sql));
      String values = flat("transform(%s, one -> map_values(one))".formatted(sql));
      visit(path + "[].key", keys, DataTypes.createArrayType(map.keyType()));
      visit(path + "[].value", values, DataTypes.createArrayType(map.valueType()));
    }
  }

  /** Of an array of structs, a field is the array of their fields. */
  private void fields(String path, String sql, StructType struct, boolean many) {
    for (StructField field : struct.fields()) {
      String one = sql + "." + Columns.quoted(field.name());
      DataType type = many ? DataTypes.createArrayType(field.dataType()) : field.dataType();
      visit(path + "." + field.name(), one, type);
    }
  }

  /** One array out of arrays; Spark makes null of them all if one is. */
  private static String flat(String sql) {
    return "flatten(filter(%s, one -> one is not null))".formatted(sql);
  }

  private static boolean isLookedAt(DataType type) {
    return type instanceof StringType
        || type.equals(DataTypes.IntegerType)
        || type.equals(DataTypes.LongType)
        || (type instanceof DecimalType decimal && decimal.scale() == 0);
  }

  private static String kinds(String sql) {
    return "%s.pii_kinds(cast(%s as string))".formatted(Functions.CATALOG, sql);
  }
}
