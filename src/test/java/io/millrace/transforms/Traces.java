package io.millrace.transforms;

import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.lit;

import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** Rows as they are inside of a job. */
final class Traces {

  private Traces() {}

  /** All rows good. */
  static Dataset<Row> good(Dataset<Row> rows) {
    return rows.withColumn(Trace.ASIDE, lit(null).cast(Trace.ASIDE_TYPE));
  }

  /** The rows for which {@code condition} holds are set aside by an earlier step. */
  static Dataset<Row> aside(Dataset<Row> rows, String condition) {
    String type = Trace.ASIDE_TYPE.sql();
    String json = "'{\"kind\":\"filter\",\"rule\":\"earlier\"}'";
    String fields = Trace.ASIDE_TYPE.toDDL();
    return rows.withColumn(
        Trace.ASIDE,
        expr(
            "case when %s then from_json(%s, '%s') else cast(null as %s) end"
                .formatted(condition, json, fields, type)));
  }

  /** {@code rule: column: reason} of each row that is set aside, sorted. */
  static List<String> reasons(Dataset<Row> rows) {
    return rows
        .selectExpr(
            "concat_ws(': ', %1$s.rule, %1$s.column, %1$s.reason) as why".formatted(Trace.ASIDE))
        .where("why <> ''")
        .collectAsList()
        .stream()
        .map(row -> row.getString(0))
        .sorted()
        .toList();
  }

  /** The session, now the active one, with ANSI mode on or off. */
  static SparkSession ansi(SparkSession spark, boolean on) {
    spark.conf().set("spark.sql.ansi.enabled", on);
    SparkSession.setActiveSession(spark);
    return spark;
  }
}
