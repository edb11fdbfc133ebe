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
 * {@code zip3(zip, sparse)}: the first three digits of a US ZIP code ({@code 12345}, {@code
 * 12345-6789} or {@code 123456789}), {@code 000} for those in {@code sparse}, three digits each
 * with blanks between; null for what is no ZIP code.
 */
public final class Zip3 implements UnboundFunction, ScalarFunction<UTF8String>, Protects {

  /**
   * The areas of 20,000 people or fewer by the 2000 census, as the US Department of Health and
   * Human Services lists them in its Guidance Regarding Methods for De-identification of Protected
   * Health Information under HIPAA (2012), for 45 CFR 164.514(b)(2)(i)(B).
   */
  public static final List<String> SPARSE =
      List.of(
          "036", "059", "063", "102", "203", "556", "692", "790", "821", "823", "830", "831", "878",
          "879", "884", "890", "893");

  private static final UTF8String NOWHERE = UTF8String.fromString("000");
  private static final int DIGITS = 3;

  /** The digits; Spark's generated code calls this. */
  public static UTF8String invoke(UTF8String zip, UTF8String sparse) {
    if (zip == null || sparse == null) {
      return null;
    }
    Object base = zip.getBaseObject();
    long from = zip.getBaseOffset();
    if (!isZip(base, from, zip.numBytes())) {
      return null;
    }
    byte[] list = sparse.getBytes();
    for (int i = 0; i + DIGITS <= list.length; i += DIGITS + 1) {
      if (list[i] == Platform.getByte(base, from)
          && list[i + 1] == Platform.getByte(base, from + 1)
          && list[i + 2] == Platform.getByte(base, from + 2)) {
        return NOWHERE;
      }
    }
    // A copy: a slice would keep the whole code in memory.
    return UTF8String.fromAddress(base, from, DIGITS).clone();
  }

  private static boolean isZip(Object base, long from, int length) {
    long to = from + length;
    boolean five = Bytes.number(base, from, to, 5) >= 0;
    return five
        && (length == 5
            || (length == 9 && Bytes.number(base, from + 5, to, 4) >= 0)
            || (length == 10
                && Platform.getByte(base, from + 5) == '-'
                && Bytes.number(base, from + 6, to, 4) >= 0));
  }

  @Override
  public String name() {
    return "zip3";
  }

  @Override
  public String canonicalName() {
    return "io.millrace.zip3(string,string)";
  }

  @Override
  public String description() {
    return "zip3(zip, sparse): the first three digits of a US ZIP code, 000 for those in sparse, or null";
  }

  @Override
  public BoundFunction bind(StructType arguments) {
    Arguments.requireStrings(this, arguments, List.of("zip", "sparse"), List.of());
    return this;
  }

  @Override
  public DataType[] inputTypes() {
    return new DataType[] {DataTypes.StringType, DataTypes.StringType};
  }

  @Override
  public DataType resultType() {
    return DataTypes.StringType;
  }
}
