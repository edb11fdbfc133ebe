package io.millrace.udf;

import java.util.List;
import org.apache.spark.sql.catalyst.util.ArrayData;
import org.apache.spark.sql.connector.catalog.functions.BoundFunction;
import org.apache.spark.sql.connector.catalog.functions.ScalarFunction;
import org.apache.spark.sql.connector.catalog.functions.UnboundFunction;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.unsafe.types.UTF8String;

/**
 * {@code network_position(address, ranges)}: where in its list, from 0, the longest network stands
 * that holds an IP address; -1 if none does, -2 if the text is no address. Never null.
 */
public final class NetworkPosition implements UnboundFunction, ScalarFunction<Integer> {

  /** No network holds the address. */
  public static final int MISSING = -1;

  /** The text is null or no address. */
  public static final int MALFORMED = -2;

  private static final int WIDTH = NetworkRanges.WIDTH;

  /** The position; Spark's generated code calls this. */
  public static int invoke(UTF8String address, ArrayData ranges) {
    IpAddress wanted = address == null ? null : IpAddress.of(address);
    if (wanted == null) {
      return MALFORMED;
    }
    if (ranges == null) {
      return MISSING;
    }
    long high = NetworkRanges.ordered(wanted.high());
    long low = NetworkRanges.ordered(wanted.low());
    int below = -1; // the last range known to begin at the address or before it
    int above = ranges.numElements() / WIDTH;
    while (above - below > 1) {
      int middle = (below + above) >>> 1;
      long begin = ranges.getLong(middle * WIDTH);
      boolean begun = begin < high || (begin == high && ranges.getLong(middle * WIDTH + 1) <= low);
      below = begun ? middle : below;
      above = begun ? above : middle;
    }
    return below < 0 ? MISSING : (int) ranges.getLong(below * WIDTH + 2);
  }

  @Override
  public String name() {
    return "network_position";
  }

  @Override
  public String canonicalName() {
    return "io.millrace.network_position(string,array<bigint>)";
  }

  @Override
  public String description() {
    return "network_position(address, ranges): position of the longest network that holds an IP address, or -1";
  }

  @Override
  public BoundFunction bind(StructType arguments) {
    Arguments.require(this, arguments, List.of("address", "ranges"), inputTypes());
    return this;
  }

  @Override
  public DataType[] inputTypes() {
    return new DataType[] {DataTypes.StringType, DataTypes.createArrayType(DataTypes.LongType)};
  }

  @Override
  public DataType resultType() {
    return DataTypes.IntegerType;
  }

  @Override
  public boolean isResultNullable() {
    return false;
  }
}
