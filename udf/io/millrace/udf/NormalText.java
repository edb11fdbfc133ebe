package io.millrace.udf;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.apache.spark.sql.connector.catalog.functions.BoundFunction;
import org.apache.spark.sql.connector.catalog.functions.ScalarFunction;
import org.apache.spark.sql.connector.catalog.functions.UnboundFunction;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.unsafe.types.UTF8String;

/**
 * {@code normal_text(text, trim, collapse, letters)}: a text (string) without the white space at
 * its ends, if {@code trim} (boolean); with one blank for white space of any length inside, if
 * {@code collapse} (boolean); and in capitals if {@code letters} (int) is above zero, in small
 * letters if below. White space is what Unicode calls so; letters are those of no language, as in
 * {@link Locale#ROOT}. Null for null.
 */
public final class NormalText implements UnboundFunction, ScalarFunction<UTF8String> {

  private static final Pattern ENDS = Pattern.compile("(?U)\\A\\s+|\\s+\\z");
  private static final Pattern BLANKS = Pattern.compile("(?U)\\s+");

  /** Spark's generated code calls this. */
  public static UTF8String invoke(UTF8String text, boolean trim, boolean collapse, int letters) {
    if (text == null) {
      return null;
    }
    byte[] bytes = text.getBytes();
    for (byte b : bytes) {
      if (b < 0) {
        return UTF8String.fromString(unicode(text.toString(), trim, collapse, letters));
      }
    }
    return ascii(text, bytes, trim, collapse, letters);
  }

  private static String unicode(String text, boolean trim, boolean collapse, int letters) {
    String ended = trim ? ENDS.matcher(text).replaceAll("") : text;
    String normal = collapse ? BLANKS.matcher(ended).replaceAll(" ") : ended;
    if (letters == 0) {
      return normal;
    }
    return letters > 0 ? normal.toUpperCase(Locale.ROOT) : normal.toLowerCase(Locale.ROOT);
  }

  private static UTF8String ascii(
      UTF8String text, byte[] bytes, boolean trim, boolean collapse, int letters) {
    int from = 0;
    int to = bytes.length;
    while (trim && from < to && isBlank(bytes[from])) {
      from++;
    }
    while (trim && from < to && isBlank(bytes[to - 1])) {
      to--;
    }
    byte[] normal = new byte[to - from];
    int length = 0;
    for (int i = from; i < to; i++) {
      boolean blank = collapse && isBlank(bytes[i]);
      if (!blank) {
        normal[length++] = letter(bytes[i], letters);
      } else if (i == from || !isBlank(bytes[i - 1])) {
        normal[length++] = ' ';
      }
    }
    return length == bytes.length && Arrays.equals(bytes, normal)
        ? text
        : UTF8String.fromBytes(normal, 0, length);
  }

  private static boolean isBlank(byte b) {
    return b == ' ' || (b >= '\t' && b <= '\r');
  }

  private static byte letter(byte b, int letters) {
    if (letters > 0 && b >= 'a' && b <= 'z') {
      return (byte) (b - 'a' + 'A');
    }
    return letters < 0 && b >= 'A' && b <= 'Z' ? (byte) (b - 'A' + 'a') : b;
  }

  @Override
  public String name() {
    return "normal_text";
  }

  @Override
  public String canonicalName() {
    return "io.millrace.normal_text(string,boolean,boolean,int)";
  }

  @Override
  public String description() {
    return "normal_text(text, trim, collapse, letters): a text without white space at its ends, with one blank for white space inside, in capitals (1) or small letters (-1)";
  }

  @Override
  public BoundFunction bind(StructType arguments) {
    Arguments.require(
        this, arguments, List.of("text", "trim", "collapse", "letters"), inputTypes());
    return this;
  }

  @Override
  public DataType[] inputTypes() {
    return new DataType[] {
      DataTypes.StringType, DataTypes.BooleanType, DataTypes.BooleanType, DataTypes.IntegerType
    };
  }

  @Override
  public DataType resultType() {
    return DataTypes.StringType;
  }
}
