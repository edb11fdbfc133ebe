package io.millrace.jobs.glue;

import io.millrace.transforms.InvalidInputException;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.BinaryType;
import org.apache.spark.sql.types.BooleanType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.DateType;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.Metadata;
import org.apache.spark.sql.types.NumericType;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** Columns in the types of Hive, which the Data Catalog and Athena have; names in lower case. */
final class HiveTypes {

  /** Hive parts columns and types by these where it keeps them in one text. */
  private static final String FORBIDDEN = ".*[,:;<>].*";

  /**
   * What Athena's parser of types takes for a part of a name within a struct. Source: Trino,
   * TypeInfoUtils.
   */
  private static final String WITHIN = "[\\p{L}\\p{Nd}_.$ ]+";

  private HiveTypes() {}

  /** The columns as Glue keeps them. */
  static StructType kept(StructType columns) {
    return struct(columns, "");
  }

  private static StructType struct(StructType columns, String place) {
    StructType kept = new StructType();
    Map<String, String> names = new LinkedHashMap<>();
    for (StructField field : columns.fields()) {
      String name = field.name().toLowerCase(Locale.ROOT);
      String full = place + field.name();
      String other = names.put(name, full);
      if (other != null) {
        throw mistake(
            "columns '%s' and '%s' are one name to the Data Catalog; rename one of them"
                .formatted(other, full));
      }
      if (name.isBlank() || name.length() > 255 || name.matches(FORBIDDEN)) {
        throw mistake(
            "column '%s' has a name that Athena cannot use: it must not be empty, longer than 255 characters or hold , : ; < >; give a schema, or rename it"
                .formatted(full));
      }
      if (!place.isEmpty() && !name.matches(WITHIN)) {
        throw mistake(
            "field '%s' has a name that Athena cannot read within a struct: it may hold letters, digits, blanks and _ . $ only; give a schema without it, or rename it"
                .formatted(full));
      }
      kept = kept.add(name, type(field.dataType(), full), true);
    }
    return kept;
  }

  private static DataType type(DataType type, String place) {
    if (type instanceof StructType struct) {
      return struct(struct, place + ".");
    }
    if (type instanceof ArrayType array) {
      return DataTypes.createArrayType(type(array.elementType(), place), true);
    }
    if (type instanceof MapType map) {
      return DataTypes.createMapType(
          type(map.keyType(), place), type(map.valueType(), place), true);
    }
    if (type.catalogString().startsWith("timestamp")) {
      return DataTypes.TimestampType;
    }
    boolean plain =
        type instanceof NumericType
            || type instanceof StringType
            || type instanceof BooleanType
            || type instanceof BinaryType
            || type instanceof DateType;
    if (!plain) {
      throw mistake(
          "column '%s' is %s, a type that Athena does not have; give a schema with another one"
              .formatted(place, type.simpleString()));
    }
    return type;
  }

  /** The column of that name and type as Glue tells it. */
  static StructField read(String name, String type) {
    try {
      return new StructField(name, DataType.fromDDL(HiveText.quoted(type)), true, Metadata.empty());
    } catch (Exception e) {
      throw new InvalidInputException(
          "action.table: column '%s' of the table is %s there, a type that Spark does not have; drop the table, or take another name"
              .formatted(name, type),
          e);
    }
  }

  private static InvalidInputException mistake(String sentence) {
    return new InvalidInputException("action: " + sentence);
  }
}
