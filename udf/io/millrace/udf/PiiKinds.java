package io.millrace.udf;

import java.util.List;
import org.apache.spark.sql.connector.catalog.functions.BoundFunction;
import org.apache.spark.sql.connector.catalog.functions.ScalarFunction;
import org.apache.spark.sql.connector.catalog.functions.UnboundFunction;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.unsafe.Platform;
import org.apache.spark.unsafe.types.UTF8String;

/**
 * {@code pii_kinds(text)}: what the whole of a text looks like, as a sum of 1 for a US social
 * security number, 2 for a card number, 4 for an e-mail address, 8 for a phone number, 16 for an IP
 * address. Of a JSON object or array each string and whole number is looked at. Never null.
 */
public final class PiiKinds implements UnboundFunction, ScalarFunction<Integer>, Protects {

  /** What the bits mean, from the lowest. */
  public static final List<String> NAMES = List.of("ssn", "card", "email", "phone", "ip");

  /** The kinds; Spark's generated code calls this. */
  public static int invoke(UTF8String text) {
    if (text == null) {
      return 0;
    }
    Object base = text.getBaseObject();
    long end = text.getBaseOffset() + text.numBytes();
    long from = Bytes.skipBlanks(base, text.getBaseOffset(), end);
    long to = Bytes.dropBlanks(base, from, end);
    if (from == to) {
      return 0;
    }
    byte first = Platform.getByte(base, from);
    return first == '{' || first == '[' ? ofJson(base, from, to) : PiiShape.kinds(base, from, to);
  }

  private static int ofJson(Object base, long from, long to) {
    int kinds = 0;
    long at = from;
    while (at < to) {
      byte b = Platform.getByte(base, at);
      long begin = b == '"' ? at + 1 : at;
      long end = b == '"' ? stringEnd(base, begin, to) : numberEnd(base, at, to);
      if (end > begin) {
        kinds |= PiiShape.kinds(base, begin, end);
      }
      at = b == '"' ? end + 1 : Math.max(end, at + 1);
    }
    return kinds;
  }

  private static long stringEnd(Object base, long from, long to) {
    long at = from;
    while (at < to && Platform.getByte(base, at) != '"') {
      at += Platform.getByte(base, at) == '\\' ? 2 : 1;
    }
    return Math.min(at, to);
  }

  private static long numberEnd(Object base, long from, long to) {
    long at = from;
    while (at < to && PiiShape.isDigit(Platform.getByte(base, at))) {
      at++;
    }
    return at;
  }

  @Override
  public String name() {
    return "pii_kinds";
  }

  @Override
  public String canonicalName() {
    return "io.millrace.pii_kinds(string)";
  }

  @Override
  public String description() {
    return "pii_kinds(text): 1 for a US social security number, 2 card, 4 e-mail, 8 phone, 16 IP, summed";
  }

  @Override
  public BoundFunction bind(StructType arguments) {
    Arguments.requireStrings(this, arguments, List.of("text"), List.of());
    return this;
  }

  @Override
  public DataType[] inputTypes() {
    return new DataType[] {DataTypes.StringType};
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
