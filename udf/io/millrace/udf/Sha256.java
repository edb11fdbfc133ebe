package io.millrace.udf;

import io.millrace.udf.keys.Hmac;
import java.security.DigestException;
import java.security.MessageDigest;
import java.util.Collections;
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
 * {@code sha_256(value[, kind])}: SHA-256 in hexadecimal of a text as it stands, or of the
 * canonical form of its kind, null then if it is empty or invalid. Whoever can try all values
 * undoes it.
 */
public final class Sha256 implements UnboundFunction {

  @Override
  public String name() {
    return "sha_256";
  }

  @Override
  public String description() {
    return "sha_256(value[, kind]): plain hash of a text as it stands or of its canonical form";
  }

  @Override
  public BoundFunction bind(StructType arguments) {
    Arguments.requireStrings(this, arguments, List.of("value"), List.of("kind"));
    return new Bound(arguments.size());
  }

  /** What a thread hashes with. */
  private static final class State {

    private static final ThreadLocal<State> OF_THREAD = ThreadLocal.withInitial(State::new);
    private static final byte[] NO_PREFIX = {};

    private final MessageDigest sha256 = Hmac.sha256();
    private final byte[] hash = new byte[Hmac.LENGTH];
    private byte[] text = new byte[128];

    UTF8String of(UTF8String value) {
      int size = value.numBytes();
      if (text.length < size) {
        text = new byte[size];
      }
      value.writeToMemory(text, Platform.BYTE_ARRAY_OFFSET);
      return of(text, size);
    }

    UTF8String of(byte[] bytes, int length) {
      try {
        sha256.update(bytes, 0, length);
        sha256.digest(hash, 0, Hmac.LENGTH);
        return HexText.of(NO_PREFIX, hash);
      } catch (DigestException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  /** The call with so many arguments; public for Spark's generated code. */
  public record Bound(int arguments) implements ScalarFunction<UTF8String> {

    /** The hash of the text as it stands. */
    public static UTF8String invoke(UTF8String value) {
      return value == null ? null : State.OF_THREAD.get().of(value);
    }

    /** The hash of the canonical form. */
    public static UTF8String invoke(UTF8String value, UTF8String kind) {
      if (value == null || kind == null) {
        return null;
      }
      CanonicalText text = TokenProblem.text(kind);
      return text.of(value) == Flaw.NONE
          ? State.OF_THREAD.get().of(text.bytes(), text.length())
          : null;
    }

    @Override
    public String name() {
      return "sha_256";
    }

    @Override
    public String canonicalName() {
      List<String> types = Collections.nCopies(arguments, "string");
      return "io.millrace.sha_256(" + String.join(",", types) + ")";
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
      return "sha_256";
    }
  }
}
