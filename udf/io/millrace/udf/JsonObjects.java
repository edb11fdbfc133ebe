package io.millrace.udf;

import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.catalyst.util.ArrayData;
import org.apache.spark.sql.catalyst.util.GenericArrayData;
import org.apache.spark.sql.connector.catalog.functions.BoundFunction;
import org.apache.spark.sql.connector.catalog.functions.ScalarFunction;
import org.apache.spark.sql.connector.catalog.functions.UnboundFunction;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.unsafe.Platform;
import org.apache.spark.unsafe.types.UTF8String;

/**
 * {@code json_objects(text)}: the JSON objects that stand in a text behind each other, with or
 * without blanks and line ends between, each as its text; null if there is anything else, or no
 * UTF-8. What is inside of the objects is not judged, only where they end.
 */
public final class JsonObjects implements UnboundFunction, ScalarFunction<ArrayData> {

  /** The objects; Spark's generated code calls this. */
  public static ArrayData invoke(UTF8String text) {
    if (text == null || !Bytes.isUtf8(text.getBytes())) {
      return null;
    }
    Object base = text.getBaseObject();
    long to = text.getBaseOffset() + text.numBytes();
    List<Object> objects = new ArrayList<>();
    long at = Bytes.skipBlanks(base, text.getBaseOffset(), to);
    while (at < to) {
      long end = Platform.getByte(base, at) == '{' ? end(base, at, to) : -1;
      if (end < 0) {
        return null;
      }
      objects.add(UTF8String.fromAddress(base, at, (int) (end - at)));
      at = Bytes.skipBlanks(base, end, to);
    }
    return new GenericArrayData(objects.toArray());
  }

  /** The place after the bracket that closes the one at {@code from}, or -1. */
  private static long end(Object base, long from, long to) {
    int depth = 0;
    boolean quoted = false;
    for (long at = from; at < to; at++) {
      byte b = Platform.getByte(base, at);
      if (quoted) {
        at += b == '\\' ? 1 : 0;
        quoted = b != '"';
      } else if (b == '"') {
        quoted = true;
      } else if (b == '{' || b == '[') {
        depth++;
      } else if (b == '}' || b == ']') {
        depth--;
        if (depth == 0) {
          return at + 1;
        }
      }
    }
    return -1;
  }

  @Override
  public String name() {
    return "json_objects";
  }

  @Override
  public String canonicalName() {
    return "io.millrace.json_objects(string)";
  }

  @Override
  public String description() {
    return "json_objects(text): the JSON objects that stand in a text behind each other, or null";
  }

  @Override
  public BoundFunction bind(StructType arguments) {
    Arguments.require(this, arguments, List.of("text"), inputTypes());
    return this;
  }

  @Override
  public DataType[] inputTypes() {
    return new DataType[] {DataTypes.StringType};
  }

  @Override
  public DataType resultType() {
    return DataTypes.createArrayType(DataTypes.StringType);
  }
}
