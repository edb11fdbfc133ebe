package io.millrace.transforms;

import static io.millrace.support.Table.table;
import static io.millrace.support.Table.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.support.SparkExtension;
import java.time.Instant;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** One time for a whole run. */
@ExtendWith(SparkExtension.class)
class AddRunTimeTest {

  private static Dataset<Row> people(SparkSession spark) {
    return spark.sql("select * from values (1, 'x'), (2, null) as t(id, `a.b ``C`)");
  }

  @Test
  void allRowsAndAllOutputsOfARunHaveTheTimeAtWhichItBegan(SparkSession spark) {
    Transform started = new AddRunTime("Run `at.x`").at(Instant.parse("2026-01-02T03:04:05.678Z"));
    for (int output = 0; output < 2; output++) {
      assertThat(text(started.apply(people(spark)).toDF("id", "b", "run")))
          .isEqualTo(
              table(
                  """
                  id int | b string | run timestamp
                  1 | x    | 2026-01-02 03:04:05.678
                  2 | null | 2026-01-02 03:04:05.678
                  """));
    }
    assertThat(started).isInstanceOf(RowWise.class);
    assertThat(started.apply(people(spark)).columns())
        .containsExactly("id", "a.b `C", "Run `at.x`");
  }

  @Test
  void outsideOfAJobItIsTheTimeOfTheQuery(SparkSession spark) {
    Instant before = Instant.now().minusMillis(1);
    var times =
        new AddRunTime()
            .apply(people(spark).unionAll(people(spark)).repartition(3))
            .select("run_time")
            .distinct()
            .collectAsList();
    assertThat(times).hasSize(1);
    assertThat(times.get(0).getTimestamp(0).toInstant()).isBetween(before, Instant.now());
  }

  @Test
  void theTraceStaysAndANameThatIsTakenIsRefused(SparkSession spark) {
    Dataset<Row> rows = Traces.aside(people(spark), "id = 2");
    assertThat(Traces.reasons(new AddRunTime().apply(rows))).containsExactly("earlier");
    assertThat(new AddRunTime().apply(people(spark).where("false")).collectAsList()).isEmpty();
    assertThatThrownBy(() -> new AddRunTime("ID").apply(rows))
        .hasMessage("add-run-time: the input already has ID; rename or drop it before this step");
    assertThatThrownBy(() -> new AddRunTime("ID").at(Instant.EPOCH).apply(rows))
        .hasMessage("add-run-time: the input already has ID; rename or drop it before this step");
  }
}
