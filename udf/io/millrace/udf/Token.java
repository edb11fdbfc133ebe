package io.millrace.udf;

import java.util.Collections;
import java.util.List;
import org.apache.spark.sql.connector.catalog.functions.BoundFunction;
import org.apache.spark.sql.connector.catalog.functions.ScalarFunction;
import org.apache.spark.sql.connector.catalog.functions.UnboundFunction;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.unsafe.types.UTF8String;

/**
 * {@code token(kind, value, key[, version[, also[, check]]])}: HMAC-SHA-256 in hexadecimal of the
 * kind, a colon and the value's canonical form, by the key that is kept where {@code key} says;
 * null if the value is null, empty or invalid.
 *
 * <p>{@code version} stands before the token with a colon, unless it is empty. {@code also} names
 * values that get a token though they do not fit: {@code invalid}, {@code empty}, or both with a
 * comma. {@code check} is the key's own check on the driver, unless it is empty.
 */
public final class Token implements UnboundFunction {

  private static final List<String> REQUIRED = List.of("kind", "value", "key");
  private static final List<String> OPTIONAL = List.of("version", "also", "check");

  @Override
  public String name() {
    return "token";
  }

  @Override
  public String description() {
    return "token(kind, value, key[, version[, also]]): keyed hash of a value's canonical form";
  }

  @Override
  public BoundFunction bind(StructType arguments) {
    Arguments.requireStrings(this, arguments, REQUIRED, OPTIONAL);
    return new Bound(arguments.size());
  }

  /** The call with so many arguments; public for Spark's generated code. */
  public record Bound(int arguments) implements ScalarFunction<UTF8String>, Protects {

    private static final UTF8String NONE = UTF8String.EMPTY_UTF8;

    /** The bare token. */
    public static UTF8String invoke(UTF8String kind, UTF8String value, UTF8String key) {
      return Tokenizers.token(value, kind, key, NONE, NONE, NONE);
    }

    /** The token behind a version. */
    public static UTF8String invoke(
        UTF8String kind, UTF8String value, UTF8String key, UTF8String version) {
      return Tokenizers.token(value, kind, key, version, NONE, NONE);
    }

    /** The token, also of some values that do not fit. */
    public static UTF8String invoke(
        UTF8String kind, UTF8String value, UTF8String key, UTF8String version, UTF8String also) {
      return Tokenizers.token(value, kind, key, version, also, NONE);
    }

    /** The token, by the key that the driver found and no other. */
    public static UTF8String invoke(
        UTF8String kind,
        UTF8String value,
        UTF8String key,
        UTF8String version,
        UTF8String also,
        UTF8String check) {
      return Tokenizers.token(value, kind, key, version, also, check);
    }

    @Override
    public String name() {
      return "token";
    }

    @Override
    public String canonicalName() {
      List<String> types = Collections.nCopies(arguments, "string");
      return "io.millrace.token(" + String.join(",", types) + ")";
    }

    @Override
    public DataType[] inputTypes() {
      return Collections.nCopies(arguments, DataTypes.StringType).toArray(DataType[]::new);
    }

    @Override
    public DataType resultType() {
      return DataTypes.StringType;
    }

    @Override
    public String toString() {
      return "token";
    }
  }
}
