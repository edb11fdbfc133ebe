package io.millrace.udf;

import java.util.List;
import org.apache.spark.sql.connector.catalog.functions.BoundFunction;
import org.apache.spark.sql.connector.catalog.functions.ScalarFunction;
import org.apache.spark.sql.connector.catalog.functions.UnboundFunction;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.unsafe.types.UTF8String;

/**
 * {@code age_band(age, width, oldest)}: the band an age lies in, such as {@code 30-39}; from {@code
 * oldest} on they are one, such as {@code 90+}. Null for what is no age, as -1 and 151.
 */
public final class AgeBand implements UnboundFunction, ScalarFunction<UTF8String>, Protects {

  private static final int HIGHEST = 150;

  /** The band; Spark's generated code calls this. */
  public static UTF8String invoke(int age, int width, int oldest) {
    if (age < 0 || age > HIGHEST || width < 1) {
      return null;
    }
    if (age >= oldest) {
      return UTF8String.fromString(oldest + "+");
    }
    int first = age / width * width;
    return UTF8String.fromString(first + "-" + Math.min(first + width - 1, oldest - 1));
  }

  @Override
  public String name() {
    return "age_band";
  }

  @Override
  public String canonicalName() {
    return "io.millrace.age_band(int,int,int)";
  }

  @Override
  public String description() {
    return "age_band(age, width, oldest): the band an age lies in, such as 30-39 or 90+, or null";
  }

  @Override
  public BoundFunction bind(StructType arguments) {
    Arguments.require(this, arguments, List.of("age", "width", "oldest"), inputTypes());
    return this;
  }

  @Override
  public DataType[] inputTypes() {
    return new DataType[] {DataTypes.IntegerType, DataTypes.IntegerType, DataTypes.IntegerType};
  }

  @Override
  public DataType resultType() {
    return DataTypes.StringType;
  }
}
