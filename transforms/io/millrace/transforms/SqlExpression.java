package io.millrace.transforms;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.when;

import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * SQL that a user wrote.
 *
 * @param key where, such as {@code columns.total}
 */
record SqlExpression(String key, String sql) {

  SqlExpression {
    Require.notBlank(sql, key);
  }

  /** For a column of this name. */
  static SqlExpression ofColumn(String name, String sql) {
    return new SqlExpression("columns." + name, sql);
  }

  /**
   * Its value for each good row of {@code rows}; null for a row that is set aside, where it is not
   * computed, because with ANSI mode on it might fail the job.
   */
  Column ofARow(Dataset<Row> rows, Transform step) {
    return ofARow(rows, StepName.of(step.getClass()));
  }

  /** The same for what {@code place} names. */
  Column ofARow(Dataset<Row> rows, String place) {
    try {
      // A condition may hold no aggregate, no window, no generator, and no column made beside it.
      rows.select(col("*")).where(expr(sql).isNotNull()).schema();
    } catch (Exception e) {
      throw refused(place, "one row of the input", e);
    }
    return Trace.isOn(rows) ? when(col(Trace.ASIDE).isNull(), expr(sql)) : expr(sql);
  }

  InvalidInputException refused(Transform step, String input, Exception said) {
    return refused(StepName.of(step.getClass()), input, said);
  }

  private InvalidInputException refused(String place, String input, Exception said) {
    return new InvalidInputException(
        "%s: %s: '%s' cannot be computed from %s: %s"
            .formatted(place, key, sql, input, firstLine(said)),
        said);
  }

  private static String firstLine(Exception e) {
    String said = String.valueOf(e.getMessage()).strip();
    return said.lines().findFirst().orElse("");
  }
}
