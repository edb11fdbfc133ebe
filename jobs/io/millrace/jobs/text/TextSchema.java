package io.millrace.jobs.text;

import io.millrace.transforms.InvalidInputException;
import io.millrace.transforms.Trace;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** Which columns text can be read into. */
final class TextSchema {

  private static final Set<DataType> PLAIN =
      Set.of(
          DataTypes.StringType,
          DataTypes.BooleanType,
          DataTypes.ByteType,
          DataTypes.ShortType,
          DataTypes.IntegerType,
          DataTypes.LongType,
          DataTypes.FloatType,
          DataTypes.DoubleType,
          DataTypes.DateType,
          DataTypes.TimestampType,
          DataTypes.TimestampNTZType);

  private TextSchema() {}

  /** The columns of the rows: {@code data}, all nullable, then the trace. */
  static StructType rows(StructType data) {
    return ((StructType) nullable(data))
        .add(Trace.FILE, DataTypes.StringType)
        .add(Trace.POSITION, DataTypes.LongType)
        .add(Trace.RAW, DataTypes.StringType, false)
        .add(Trace.ASIDE, Trace.ASIDE_TYPE);
  }

  static void check(TextFormat format, StructType schema, StructType folders) {
    if (schema.isEmpty()) {
      throw new InvalidInputException("the schema has no columns; name at least one");
    }
    check(schema.fields(), format == TextFormat.JSON);
    check(folders.fields(), false);
  }

  private static void check(StructField[] fields, boolean json) {
    Set<String> names = new HashSet<>();
    for (StructField field : fields) {
      if (!names.add(field.name().toLowerCase(Locale.ROOT))) {
        throw new InvalidInputException(
            "the schema names column '" + field.name() + "' twice; give each column its own name");
      }
      if (List.of(Trace.FILE, Trace.POSITION, Trace.RAW, Trace.ASIDE)
          .contains(field.name().toLowerCase(Locale.ROOT))) {
        throw new InvalidInputException(
            "column '" + field.name() + "' has a name of the trace; rename it");
      }
      checkType(field.name(), field.dataType(), json);
    }
  }

  private static void checkType(String path, DataType type, boolean json) {
    if (PLAIN.contains(type) || type instanceof DecimalType) {
      return;
    }
    if (json && type instanceof StructType struct && !struct.isEmpty()) {
      for (StructField field : struct.fields()) {
        checkType(path + "." + field.name(), field.dataType(), true);
      }
    } else if (json && type instanceof ArrayType array) {
      checkType(path + "[]", array.elementType(), true);
    } else if (json && type instanceof MapType map && map.keyType().equals(DataTypes.StringType)) {
      checkType(path + "{}", map.valueType(), true);
    } else {
      throw new InvalidInputException(refusal(path, type, json));
    }
  }

  private static String refusal(String path, DataType type, boolean json) {
    String known =
        "string, boolean, tinyint, smallint, int, bigint, float, double, decimal, date, timestamp,"
            + " timestamp_ntz"
            + (json ? ", struct, array, map<string,...>" : "");
    String advice =
        type.equals(DataTypes.BinaryType)
            ? "text does not say how its bytes are written: read a string, then use unbase64 or"
                + " unhex"
            : "use one of " + known;
    return "column '"
        + path
        + "' is "
        + type.simpleString()
        + ", which "
        + (json ? "JSON" : "delimited text")
        + " cannot be read into; "
        + advice;
  }

  private static DataType nullable(DataType type) {
    if (type instanceof StructType struct) {
      StructType all = new StructType();
      for (StructField field : struct.fields()) {
        all = all.add(field.name(), nullable(field.dataType()), true, field.metadata());
      }
      return all;
    }
    if (type instanceof ArrayType array) {
      return DataTypes.createArrayType(nullable(array.elementType()), true);
    }
    if (type instanceof MapType map) {
      return DataTypes.createMapType(map.keyType(), nullable(map.valueType()), true);
    }
    return type;
  }
}
