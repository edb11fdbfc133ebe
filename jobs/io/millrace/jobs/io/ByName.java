package io.millrace.jobs.io;

import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.transform;
import static org.apache.spark.sql.functions.transform_values;
import static org.apache.spark.sql.functions.when;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** Fields of structs are the same by name; Spark casts them by place. */
final class ByName {

  private ByName() {}

  /** Whether structs have fields of the same names, in whatever order. */
  static boolean fits(DataType from, DataType to) {
    if (from instanceof StructType have && to instanceof StructType want) {
      boolean fits = have.size() == want.size();
      for (StructField field : want.fields()) {
        Optional<StructField> own = WiderType.field(have, field.name());
        fits = fits && own.isPresent() && fits(own.get().dataType(), field.dataType());
      }
      return fits;
    }
    if (from instanceof ArrayType have && to instanceof ArrayType want) {
      return fits(have.elementType(), want.elementType());
    }
    if (from instanceof MapType have && to instanceof MapType want) {
      return fits(have.keyType(), want.keyType()) && fits(have.valueType(), want.valueType());
    }
    return true;
  }

  /** {@code from} with the fields of its structs in the order of {@code to}, if those fit. */
  static DataType type(DataType from, DataType to) {
    if (!fits(from, to)) {
      return from;
    }
    if (from instanceof StructType have && to instanceof StructType want) {
      StructType ordered = new StructType();
      for (StructField field : want.fields()) {
        DataType own = WiderType.field(have, field.name()).orElseThrow().dataType();
        ordered = ordered.add(field.name(), type(own, field.dataType()));
      }
      return ordered;
    }
    if (from instanceof ArrayType have && to instanceof ArrayType want) {
      return DataTypes.createArrayType(type(have.elementType(), want.elementType()));
    }
    if (from instanceof MapType have && to instanceof MapType want) {
      return DataTypes.createMapType(have.keyType(), type(have.valueType(), want.valueType()));
    }
    return from;
  }

  /** The value with the fields of its structs in the order of {@code to}, in their own types. */
  static Column ordered(Column value, DataType from, DataType to) {
    if (isOrdered(from, to)) {
      return value;
    }
    if (from instanceof StructType have && to instanceof StructType want) {
      List<Column> fields = new ArrayList<>();
      for (StructField field : want.fields()) {
        StructField own = WiderType.field(have, field.name()).orElseThrow();
        Column part = value.getField(own.name());
        fields.add(ordered(part, own.dataType(), field.dataType()).as(field.name()));
      }
      return when(value.isNotNull(), struct(fields.toArray(Column[]::new)));
    }
    if (from instanceof ArrayType have && to instanceof ArrayType want) {
      return transform(value, x -> ordered(x, have.elementType(), want.elementType()));
    }
    MapType have = (MapType) from;
    MapType want = (MapType) to;
    return transform_values(value, (key, x) -> ordered(x, have.valueType(), want.valueType()));
  }

  private static boolean isOrdered(DataType from, DataType to) {
    if (from instanceof StructType have && to instanceof StructType want) {
      boolean ordered = true;
      for (int i = 0; i < want.size(); i++) {
        StructField own = have.fields()[i];
        StructField field = want.fields()[i];
        ordered =
            ordered
                && own.name().equalsIgnoreCase(field.name())
                && isOrdered(own.dataType(), field.dataType());
      }
      return ordered;
    }
    if (from instanceof ArrayType have && to instanceof ArrayType want) {
      return isOrdered(have.elementType(), want.elementType());
    }
    return !(from instanceof MapType have && to instanceof MapType want)
        || isOrdered(have.valueType(), want.valueType());
  }
}
