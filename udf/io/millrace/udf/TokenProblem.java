package io.millrace.udf;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.connector.catalog.functions.BoundFunction;
import org.apache.spark.sql.connector.catalog.functions.ScalarFunction;
import org.apache.spark.sql.connector.catalog.functions.UnboundFunction;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.unsafe.types.UTF8String;

/**
 * {@code token_problem(kind, value)}: why a value is not one of its kind, without the value itself;
 * null if it is, or if it is null.
 */
public final class TokenProblem implements UnboundFunction, ScalarFunction<UTF8String>, Protects {

  /** What it says of a value that holds nothing but white space. */
  public static final String EMPTY = Flaw.EMPTY.sentence.toString();

  private static final PatternCache<TokenKind> KINDS = new PatternCache<>(TokenKind::of);

  private static final ThreadLocal<Map<TokenKind, CanonicalText>> TEXTS =
      ThreadLocal.withInitial(() -> new EnumMap<>(TokenKind.class));

  /** The problem; Spark's generated code calls this. */
  public static UTF8String invoke(UTF8String kind, UTF8String value) {
    return value == null || kind == null ? null : text(kind).of(value).sentence;
  }

  /** What this thread writes values of that kind with, and no prefix. */
  static CanonicalText text(UTF8String kind) {
    return TEXTS.get().computeIfAbsent(KINDS.of(kind), CanonicalText::bare);
  }

  @Override
  public String name() {
    return "token_problem";
  }

  @Override
  public String canonicalName() {
    return "io.millrace.token_problem(string,string)";
  }

  @Override
  public String description() {
    return "token_problem(kind, value): why a value is not an ssn, card, email, phone or text";
  }

  @Override
  public BoundFunction bind(StructType arguments) {
    Arguments.requireStrings(this, arguments, List.of("kind", "value"), List.of());
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
