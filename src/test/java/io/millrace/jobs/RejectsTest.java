package io.millrace.jobs;

import static io.millrace.support.Table.table;
import static io.millrace.support.Table.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.support.SparkExtension;
import io.millrace.transforms.Cast;
import io.millrace.transforms.Filter;
import io.millrace.transforms.Sql;
import io.millrace.transforms.Transform;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@ExtendWith(SparkExtension.class)
class RejectsTest {

  private static final String SCHEMA = "id int, age string";

  @TempDir private Path folder;

  private Lake lake() {
    return new Lake(folder);
  }

  /** Four rows; the second does not parse, the third has an age that is no number. */
  private Path input() {
    return lake().write("in/people.csv", "id,age", "1,31", "x,32", "3,old", "4,44");
  }

  private Pipeline job(Rejects rejects, Transform... steps) {
    return Lake.job(lake().csv("in", SCHEMA), lake().parquet("out"), steps).rejecting(rejects);
  }

  private static Cast ageAsNumber() {
    return new Cast(Map.of("age", "int"));
  }

  @Test
  void quarantineWritesEachRejectWithItsReasonPlaceAndText(SparkSession spark) {
    Path file = input();

    RunReport report = job(lake().rejectsTo("bad", null, null), ageAsNumber()).run(spark);

    assertThat(text(lake().rows(spark, "out"))).isEqualTo(table("id int|age int\n1|31\n4|44"));
    assertThat(text(lake().rows(spark, "bad").drop("run")))
        .isEqualTo(
            table(
                """
                rule string | reason string | column string | file string | position bigint | raw string
                read | not an int          | id  | file:%s | 12 | x,32
                cast | age does not fit int | age | file:%s | 17 | 3,old
                """
                    .formatted(file, file)));
    assertThat(lake().data("bad").keySet()).allMatch(f -> f.startsWith("run=" + report.id() + "/"));
    assertThat(report.balances())
        .containsExactly(new Balance(0, lake().text("out"), 4, 2, 2, 0, List.of()));
  }

  @Test
  void dropCountsRejectsAndWritesNone(SparkSession spark) {
    input();
    RunReport report = job(lake().rejectsTo(null, OnReject.DROP, null), ageAsNumber()).run(spark);

    assertThat(lake().rows(spark, "out").count()).isEqualTo(2);
    assertThat(report.balances().get(0).rejected()).isEqualTo(2);
    assertThat(report.toJson()).contains("age does not fit int").doesNotContain("old");
    assertThat(folder.toFile().list()).containsExactlyInAnyOrder("in", "out");
  }

  @Test
  void withoutARejectsPathTheFirstRejectFailsTheJobAndTheTargetStays(SparkSession spark) {
    Path file = lake().write("in/people.csv", "id,age", "1,31", "3,old");
    lake().write("out/part-0.parquet", "the old rows");
    Map<String, String> before = lake().everything("out");

    assertThatThrownBy(() -> job(Rejects.NONE, ageAsNumber()).run(spark))
        .isInstanceOf(JobFailedException.class)
        .hasMessage(
            "test: cast: age does not fit int (column age) (file:%s, position 12); give the job a rejects path to set such rows aside and go on"
                .formatted(file));
    Map<String, String> after = lake().everything("out");
    after.keySet().removeIf(name -> name.startsWith("_millrace"));
    assertThat(after).isEqualTo(before);
    assertThat(lake().everything("out/_millrace").keySet())
        .noneMatch(name -> name.startsWith("staging"));
  }

  @ParameterizedTest(name = "2 of 4 rejected, max-rejects = {0}: fails {1}")
  @CsvSource({
    "2, false",
    "1, true",
    "0, true",
    "50%, false",
    "49.999%, true",
    "100%, false",
    "0%, true"
  })
  void maxRejectsIsALimitThatMayBeReached(String max, boolean fails, SparkSession spark) {
    input();
    lake().write("out/part-0.parquet", "the old rows");
    Map<String, String> before = lake().data("out");
    Pipeline job = job(lake().rejectsTo("bad", null, max), ageAsNumber());
    if (!fails) {
      assertThat(job.run(spark).balances().get(0).rejected()).isEqualTo(2);
      assertThat(lake().rows(spark, "bad").count()).isEqualTo(2);
      return;
    }
    assertThatThrownBy(() -> job.run(spark))
        .isInstanceOf(JobFailedException.class)
        .hasMessageStartingWith(
            "test: 2 of 4 rows were rejected, more than max-rejects = %s allows; nothing was written. "
                .formatted(max))
        .hasMessageContaining("1 x read: not an int (column id)")
        .hasMessageContaining("1 x cast: age does not fit int (column age)");
    assertThat(lake().data("out")).isEqualTo(before);
    assertThat(lake().everything("bad")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"-1", "1.5", "101%", "many", "''", "%"})
  void aLimitThatIsNoneIsRefused(String max) {
    assertThatThrownBy(() -> lake().rejectsTo("bad", null, max))
        .hasMessage(
            "max-rejects is '%s' but must be a number of rows such as 1000, or a share such as 0.5%%"
                .formatted(max));
  }

  @Test
  void quarantineWithoutAPathIsRefused() {
    assertThatThrownBy(() -> lake().rejectsTo(null, OnReject.QUARANTINE, null))
        .hasMessage("on-reject = quarantine needs a path to write to");
  }

  @Test
  void withTwoOutputsASharedRejectIsWrittenOnceAndABranchWritesItsOwn(SparkSession spark) {
    input();
    Pipeline job =
        new Pipeline(
            "test",
            lake().csv("in", SCHEMA),
            List.of(),
            List.of(
                new Output(List.of(new Filter("id > 1")), lake().parquet("all")),
                new Output(List.of(ageAsNumber()), lake().parquet("ages"))),
            lake().rejectsTo("bad", null, "2"),
            Optional.empty(),
            Map.of());

    RunReport report = job.run(spark);

    assertThat(text(lake().rows(spark, "all"))).isEqualTo(table("id int|age string\n3|old\n4|44"));
    assertThat(text(lake().rows(spark, "ages"))).isEqualTo(table("id int|age int\n1|31\n4|44"));
    assertThat(text(lake().rows(spark, "bad").select("rule", "column", "raw")))
        .isEqualTo(table("rule string|column string|raw string\nread|id|x,32\ncast|age|3,old"));
    assertThat(report.balances())
        .containsExactly(
            new Balance(0, lake().text("all"), 4, 2, 1, 1, List.of()),
            new Balance(1, lake().text("ages"), 4, 2, 2, 0, List.of()));
  }

  @Test
  void rejectsGoRoundAStepThatMayChangeTheNumberOfRows(SparkSession spark) {
    input();
    RunReport report =
        job(
                lake().rejectsTo("bad", null, null),
                ageAsNumber(),
                new Sql("select id, age, explode(array(0, 1)) as n from input"),
                new Filter("n = 1"),
                new Cast(Map.of("id", "tinyint")))
            .run(spark);

    assertThat(text(lake().rows(spark, "out")))
        .isEqualTo(table("id tinyint|age int|n int\n1|31|1\n4|44|1"));
    assertThat(text(lake().rows(spark, "bad").select("rule", "raw")))
        .isEqualTo(table("rule string|raw string\nread|x,32\ncast|3,old"));
    Balance balance = report.balances().get(0);
    assertThat(balance)
        .isEqualTo(new Balance(0, lake().text("out"), 4, 2, 2, 2, List.of("transforms[1] sql")));
    assertThat(balance.changed()).isEqualTo(2);
  }

  @Test
  void aRowRejectedAfterAnOpaqueStepTellsItsColumns(SparkSession spark) {
    lake().write("in/a.csv", "id,age", "1,31", "2,x");
    job(lake().rejectsTo("bad", null, null), new Sql("select id, age from input"), ageAsNumber())
        .run(spark);
    assertThat(text(lake().rows(spark, "bad").drop("run")))
        .isEqualTo(
            table(
                """
                rule string | reason string | column string | file string | position bigint | raw string
                cast | age does not fit int | age | null | null | {"id":2,"age":"x"}
                """));
  }

  @Test
  void aRunWithoutRejectsLeavesNoRejectsFolder(SparkSession spark) {
    lake().write("in/a.csv", "id,age", "1,31");
    job(lake().rejectsTo("bad", null, null)).run(spark);
    assertThat(lake().path("bad")).doesNotExist();
  }

  @Test
  void rejectsOfSeveralRunsStandSideBySide(SparkSession spark) {
    input();
    Pipeline job = job(lake().rejectsTo("bad", null, null), ageAsNumber());
    String first = job.run(spark).id();
    String second = job.run(spark).id();
    assertThat(
            Arrays.stream(
                    lake()
                        .rows(spark, "bad")
                        .groupBy("run")
                        .count()
                        .orderBy("run")
                        .collectAsList()
                        .toArray())
                .map(Object::toString))
        .containsExactly("[" + first + ",2]", "[" + second + ",2]");
  }
}
