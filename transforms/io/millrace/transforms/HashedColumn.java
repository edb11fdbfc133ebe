package io.millrace.transforms;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.length;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.lpad;
import static org.apache.spark.sql.functions.when;

import io.millrace.udf.Functions;
import io.millrace.udf.TokenKind;
import io.millrace.udf.TokenProblem;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.types.IntegralType;
import org.apache.spark.sql.types.StringType;

/**
 * A column that a hash is made of.
 *
 * @param kind null for the text as it stands
 */
record HashedColumn(
    SparkSession spark,
    String name,
    DataType type,
    TokenKind kind,
    OnUnfit invalid,
    OnUnfit empty) {

  private static final int SSN_DIGITS = 9;

  static HashedColumn of(
      Dataset<Row> rows, String name, TokenKind kind, OnUnfit invalid, OnUnfit empty) {
    DataType type = Require.field(rows, name).dataType();
    HashedColumn column = new HashedColumn(rows.sparkSession(), name, type, kind, invalid, empty);
    if (!(type instanceof StringType) && !(column.isOfDigits() && column.isWhole())) {
      throw new InvalidInputException(
          "hash-columns: column %s is %s but must be %s"
              .formatted(
                  name,
                  type.catalogString(),
                  column.isOfDigits() ? "string, int, bigint or decimal(n,0)" : "string"));
    }
    return column;
  }

  private boolean isOfDigits() {
    return kind == TokenKind.SSN || kind == TokenKind.CARD || kind == TokenKind.PHONE;
  }

  private boolean isWhole() {
    return type instanceof IntegralType || (type instanceof DecimalType d && d.scale() == 0);
  }

  /** As text; a number that was an SSN has lost its leading zeros. */
  private Column text() {
    Column value = Columns.named(name);
    if (type instanceof StringType) {
      return value;
    }
    Column digits = value.cast("string");
    Column few = value.geq(0).and(length(digits).lt(SSN_DIGITS));
    return kind == TokenKind.SSN
        ? when(few, lpad(digits, SSN_DIGITS, "0")).otherwise(digits)
        : digits;
  }

  /** Why the row is a reject, or null; without the value. */
  Column reason() {
    Column problem = call("token_problem", lit(kind.word()), text());
    Column said = concat(lit(name + " "), problem);
    return when(wanted(problem, OnUnfit.REJECT), said);
  }

  boolean mayReject() {
    return kind != null && (invalid == OnUnfit.REJECT || empty == OnUnfit.REJECT);
  }

  /** Whether a value has a problem of which that becomes. */
  private Column wanted(Column problem, OnUnfit policy) {
    Column isEmpty = problem.equalTo(TokenProblem.EMPTY);
    if (invalid == policy && empty == policy) {
      return problem.isNotNull();
    }
    return invalid == policy
        ? problem.notEqual(TokenProblem.EMPTY)
        : empty == policy ? isEmpty : lit(false);
  }

  Column plain() {
    if (kind == null) {
      return call("sha_256", text());
    }
    Column canonical = call("sha_256", text(), lit(kind.word()));
    if (invalid != OnUnfit.TOKEN && empty != OnUnfit.TOKEN) {
      return canonical;
    }
    Column problem = call("token_problem", lit(kind.word()), text());
    return coalesce(canonical, when(wanted(problem, OnUnfit.TOKEN), call("sha_256", text())));
  }

  Column token(KeyRing.Found key, String version) {
    return call(
        "token",
        lit(kind.word()),
        text(),
        lit(key.reference().text()),
        lit(version),
        lit(also()),
        lit(key.check()));
  }

  private String also() {
    String invalidToo = invalid == OnUnfit.TOKEN ? "invalid" : "";
    String emptyToo = empty == OnUnfit.TOKEN ? "empty" : "";
    return invalidToo + (invalidToo.isEmpty() || emptyToo.isEmpty() ? "" : ",") + emptyToo;
  }

  private Column call(String function, Column... arguments) {
    return Functions.call(spark, function, arguments);
  }
}
