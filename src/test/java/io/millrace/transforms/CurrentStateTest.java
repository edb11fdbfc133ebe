package io.millrace.transforms;

import static io.millrace.support.Table.rows;
import static io.millrace.support.Table.table;
import static io.millrace.support.Table.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.support.SparkExtension;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The step by itself, as in a notebook, on rows that normalize-dms-changes took apart. */
@ExtendWith(SparkExtension.class)
class CurrentStateTest {

  private static final String COLUMNS =
      "Op string | at string | id int | name string | BI_id int | gone boolean\n";

  private static CurrentState step(Ties ties) {
    return new CurrentState(List.of("id"), List.of(), Optional.of("gone"), ties);
  }

  private static Dataset<Row> told(SparkSession spark, String lines, boolean traced) {
    Dataset<Row> rows = rows(spark, COLUMNS + lines);
    if (traced) {
      rows =
          Traces.good(rows.selectExpr("*", "'20260102-030405678.csv' as " + Trace.FILE))
              .selectExpr("*", "cast(id as bigint) as " + Trace.POSITION);
    }
    return new NormalizeDmsChanges(Optional.of("at")).apply(rows);
  }

  @Test
  void theLastChangeOfEachKeyIsLeftUnlessItDeletes(SparkSession spark) {
    String changes =
        """
        I | 2026-01-02 00:00:01 | 1 | ann | null | null
        U | 2026-01-02 00:00:02 | 1 | amy | null | false
        I | 2026-01-02 00:00:01 | 2 | bo  | null | false
        D | 2026-01-02 00:00:02 | 2 | null | null | false
        I | 2026-01-02 00:00:01 | 3 | cy  | null | false
        U | 2026-01-02 00:00:02 | 3 | cy  | null | true
        I | 2026-01-02 00:00:01 | 4 | di  | null | false
        U | 2026-01-02 00:00:02 | 5 | di  | 4    | false
        """;
    Dataset<Row> now = step(Ties.LAST).apply(told(spark, changes, false));
    assertThat(text(now.select("id", "name")))
        .isEqualTo(table("id int | name string\n1 | amy\n5 | di"));
  }

  @ParameterizedTest
  @CsvSource({
    "null, LAST, the key column id is null",
    "1,    FAIL, another change of the same key is level with it",
  })
  void whatIsNoChangeFailsTheQuery(String id, Ties ties, String reason, SparkSession spark) {
    String changes =
        """
        I | 2026-01-02 00:00:01 | 1    | ann | null | false
        I | 2026-01-02 00:00:01 | NEXT | bo  | null | false
        """;
    Dataset<Row> told = told(spark, changes.replace("NEXT", id), false);
    assertThatThrownBy(() -> step(ties).apply(told).collectAsList())
        .hasStackTraceContaining(reason);
  }

  @Test
  void rowsThatAreSetAsideLeaveNoRow(SparkSession spark) {
    String changes =
        """
        I | 2026-01-02 00:00:01 | 1    | ann | null | false
        X | 2026-01-02 00:00:01 | 2    | bo  | null | false
        I | 2026-01-02 00:00:01 | null | cy  | null | false
        """;
    Dataset<Row> told = told(spark, changes, true);
    assertThat(text(step(Ties.LAST).apply(told).select("id", "name")))
        .isEqualTo(table("id int | name string\n1 | ann"));
    assertThat(Traces.reasons(step(Ties.LAST).judged(told)))
        .containsExactly(
            "changes: id: the key column id is null",
            "normalize-dms-changes: Op: the operation is none of I, U, D");
  }
}
