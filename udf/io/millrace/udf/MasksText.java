package io.millrace.udf;

import java.util.List;
import org.apache.spark.sql.connector.catalog.functions.BoundFunction;
import org.apache.spark.sql.connector.catalog.functions.ScalarFunction;
import org.apache.spark.sql.connector.catalog.functions.UnboundFunction;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.unsafe.types.UTF8String;

/** A mask for one text; null for a text that does not fit, which is never passed on. */
interface MasksText extends UnboundFunction, ScalarFunction<UTF8String>, Protects {

  @Override
  default BoundFunction bind(StructType arguments) {
    Arguments.requireStrings(this, arguments, List.of("text"), List.of());
    return this;
  }

  @Override
  default DataType[] inputTypes() {
    return new DataType[] {DataTypes.StringType};
  }

  @Override
  default DataType resultType() {
    return DataTypes.StringType;
  }

  @Override
  default String canonicalName() {
    return "io.millrace." + name() + "(string)";
  }
}
