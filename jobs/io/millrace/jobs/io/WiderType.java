package io.millrace.jobs.io;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.ByteType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.types.IntegralType;
import org.apache.spark.sql.types.LongType;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.ShortType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** The type that holds the values of two others, where there is one that needs no choice. */
final class WiderType {

  private static final List<DataType> WHOLE =
      List.of(DataTypes.ByteType, DataTypes.ShortType, DataTypes.IntegerType, DataTypes.LongType);

  private WiderType() {}

  /**
   * A longer whole number, double for numbers of which one has a fraction, a decimal with room for
   * both, and the same for the parts of structs, arrays and maps. A bigint may yet have no equal
   * among the doubles.
   */
  static Optional<DataType> of(DataType one, DataType other) {
    if (one.equals(other)) {
      return Optional.of(one);
    }
    if (WHOLE.contains(one) && WHOLE.contains(other)) {
      return Optional.of(WHOLE.get(Math.max(WHOLE.indexOf(one), WHOLE.indexOf(other))));
    }
    if (isBinaryNumber(one) && isBinaryNumber(other)) {
      return Optional.of(
          isSmall(one) && isSmall(other) ? DataTypes.FloatType : DataTypes.DoubleType);
    }
    if (one instanceof DecimalType a && other instanceof DecimalType b) {
      int scale = Math.max(a.scale(), b.scale());
      int whole = Math.max(a.precision() - a.scale(), b.precision() - b.scale());
      return whole + scale > DecimalType.MAX_PRECISION()
          ? Optional.empty()
          : Optional.of(DataTypes.createDecimalType(whole + scale, scale));
    }
    if (one instanceof StructType a && other instanceof StructType b) {
      return struct(a, b).map(type -> type);
    }
    if (one instanceof ArrayType a && other instanceof ArrayType b) {
      return of(a.elementType(), b.elementType())
          .map(type -> DataTypes.createArrayType(type, true));
    }
    if (one instanceof MapType a && other instanceof MapType b && a.keyType().equals(b.keyType())) {
      return of(a.valueType(), b.valueType())
          .map(type -> DataTypes.createMapType(a.keyType(), type, true));
    }
    return Optional.empty();
  }

  /** Any float or double, or a whole number that becomes one. */
  private static boolean isBinaryNumber(DataType type) {
    return WHOLE.contains(type)
        || type.equals(DataTypes.FloatType)
        || type.equals(DataTypes.DoubleType);
  }

  /** Numbers that a float holds exactly. */
  private static boolean isSmall(DataType type) {
    return type instanceof ByteType
        || type instanceof ShortType
        || type.equals(DataTypes.FloatType);
  }

  private static Optional<StructType> struct(StructType one, StructType other) {
    StructType all = new StructType();
    for (StructField field : one.fields()) {
      Optional<StructField> same = field(other, field.name());
      Optional<DataType> type =
          same.isEmpty()
              ? Optional.of(field.dataType())
              : of(field.dataType(), same.get().dataType());
      if (type.isEmpty()) {
        return Optional.empty();
      }
      all = all.add(field.name(), type.get(), true);
    }
    for (StructField field : other.fields()) {
      all = field(one, field.name()).isPresent() ? all : all.add(field);
    }
    return Optional.of(all);
  }

  /** The field of this name, in whatever letter case. */
  static Optional<StructField> field(StructType struct, String name) {
    return Arrays.stream(struct.fields())
        .filter(field -> field.name().equalsIgnoreCase(name))
        .findFirst();
  }

  /** Whether every value of {@code from} has its equal in {@code to}; structs by position. */
  static boolean isExact(DataType from, DataType to) {
    if (from instanceof StructType a && to instanceof StructType b) {
      boolean exact = a.size() == b.size();
      for (int i = 0; exact && i < a.size(); i++) {
        exact = isExact(a.fields()[i].dataType(), b.fields()[i].dataType());
      }
      return exact;
    }
    if (from instanceof ArrayType a && to instanceof ArrayType b) {
      return isExact(a.elementType(), b.elementType());
    }
    if (from instanceof MapType a && to instanceof MapType b) {
      return isExact(a.keyType(), b.keyType()) && isExact(a.valueType(), b.valueType());
    }
    boolean rounded =
        (from instanceof LongType && !(to instanceof IntegralType))
            || (from.equals(DataTypes.IntegerType) && to.equals(DataTypes.FloatType));
    return from.equals(to) || (!rounded && of(from, to).filter(to::equals).isPresent());
  }
}
