package io.millrace.udf;

import java.util.List;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.util.ArrayData;
import org.apache.spark.sql.connector.catalog.functions.BoundFunction;
import org.apache.spark.sql.connector.catalog.functions.ScalarFunction;
import org.apache.spark.sql.connector.catalog.functions.UnboundFunction;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.unsafe.types.UTF8String;

/**
 * {@code network_value(address, networks)}: what belongs to the longest network that holds an IP
 * address; null if none does. {@code networks} is a struct of {@code ranges}, as {@code
 * network_ranges} makes them, and {@code values}, an array of structs by position. Both come in one
 * struct so that they stem from one reading of the networks, whose order is not certain.
 */
public final class NetworkValue implements UnboundFunction {

  @Override
  public String name() {
    return "network_value";
  }

  @Override
  public String description() {
    return "network_value(address, networks): what belongs to the longest network of an IP address";
  }

  @Override
  public BoundFunction bind(StructType arguments) {
    List<DataType> given = List.of(arguments.fields()).stream().map(f -> f.dataType()).toList();
    if (given.size() == 2
        && given.get(0).equals(DataTypes.StringType)
        && given.get(1) instanceof StructType networks
        && networks.size() == 2
        && networks.fields()[0].dataType().catalogString().equals("array<bigint>")
        && networks.fields()[1].dataType() instanceof ArrayType values
        && values.elementType() instanceof StructType value) {
      return new Bound(networks, value);
    }
    throw new UnsupportedOperationException(
        "network_value takes (address string, networks struct<ranges:array<bigint>,values:array<struct<...>>>), not %s."
            .formatted(arguments.catalogString()));
  }

  /**
   * The call for values of one type; public for Spark's generated code. Equal calls are computed
   * once for all their uses.
   */
  public record Bound(StructType networks, StructType value)
      implements ScalarFunction<InternalRow> {

    /** The value; Spark's generated code calls this. */
    public InternalRow invoke(UTF8String address, InternalRow networks) {
      if (networks == null) {
        return null;
      }
      int position = NetworkPosition.invoke(address, networks.getArray(0));
      ArrayData values = networks.getArray(1);
      return position < 0 || values.isNullAt(position)
          ? null
          : values.getStruct(position, value.size());
    }

    @Override
    public String name() {
      return "network_value";
    }

    @Override
    public String canonicalName() {
      return "io.millrace.network_value(string," + networks.catalogString() + ")";
    }

    @Override
    public DataType[] inputTypes() {
      return new DataType[] {DataTypes.StringType, networks};
    }

    @Override
    public StructType resultType() {
      return value;
    }

    @Override
    public String toString() {
      return "network_value";
    }
  }
}
