package io.millrace.jobs;

import static io.millrace.support.Table.table;
import static io.millrace.support.Table.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.support.SparkExtension;
import io.millrace.transforms.Cast;
import io.millrace.transforms.Filter;
import io.millrace.transforms.Join;
import io.millrace.transforms.JoinType;
import io.millrace.transforms.Matches;
import io.millrace.transforms.Prepared;
import io.millrace.transforms.Source;
import io.millrace.transforms.Transform;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A join's second input is read, counted and judged like the job's own rows. */
@ExtendWith(SparkExtension.class)
class SecondInputTest {

  @TempDir private Path folder;

  private Lake lake() {
    return new Lake(folder);
  }

  @BeforeEach
  void input() {
    lake().write("visits/a.csv", "visit,user", "1,ann", "2,bob", "3,eve", "x,ann");
    lake().write("users/a.csv", "user,age", "ann,30", "bob,old", "zoe,50");
  }

  private Source users() {
    return lake().csv("users", "user string, age int");
  }

  private RunReport run(SparkSession spark, Rejects rejects, Transform... steps) {
    return pipeline(rejects, steps).run(spark);
  }

  private Pipeline pipeline(Rejects rejects, Transform... steps) {
    return new Pipeline(
        "test",
        lake().csv("visits", "visit int, user string"),
        List.of(steps),
        List.of(new Output(lake().parquet("out"))),
        rejects,
        Optional.empty(),
        Map.of());
  }

  private static Join left(Source with) {
    return new Join(
        with, Map.of("user", "user"), JoinType.LEFT, Matches.ONE, Optional.empty(), false);
  }

  @Test
  void rejectsOfBothInputsAreWrittenAndCountedApart(SparkSession spark) {
    Set<Integer> before = Lake.kept(spark);
    RunReport report = run(spark, lake().rejectsTo("rejects", null, null), left(users()));

    assertThat(text(lake().rows(spark, "out")))
        .isEqualTo(table("visit int|user string|age int\n1|ann|30\n2|bob|null\n3|eve|null"));
    assertThat(text(lake().rows(spark, "rejects").selectExpr("column", "raw")))
        .isEqualTo(table("column string|raw string\nvisit|x,ann\nage|bob,old"));
    assertThat(report.balances().get(0).toString())
        .contains("read=4", "written=3", "rejected=1", "filtered=0");
    assertThat(report.secondInputs()).hasSize(1);
    assertThat(report.secondInputs().get(0))
        .containsEntry("place", "transforms[0].with")
        .containsEntry("rows", 3L)
        .containsEntry("used", 2L);
    assertThat(report.toJson()).contains("users/a.csv", "\"column\" : \"age\"");
    assertThat(Lake.kept(spark)).as("rows still kept").isEqualTo(before);
  }

  @Test
  void aRejectOfTheSecondInputFailsAJobWithoutAPlaceForIt(SparkSession spark) {
    lake().write("visits/a.csv", "visit,user", "1,ann");
    assertThatThrownBy(() -> run(spark, Rejects.NONE, left(users())))
        .isInstanceOf(JobFailedException.class)
        .hasMessageContaining("column age")
        .hasMessageContaining("users/a.csv, position 16");
    assertThat(lake().data("out")).isEmpty();
  }

  @Test
  void maxRejectsHoldsForEachInputOnItsOwn(SparkSession spark) {
    Rejects share = lake().rejectsTo("rejects", null, "30%");
    assertThatThrownBy(() -> run(spark, share, left(users())))
        .hasMessageStartingWith(
            "test: transforms[0].with: 1 of 3 rows were rejected, more than max-rejects = 30% allows; nothing was written.");
    assertThat(lake().data("rejects")).isEmpty();
    assertThat(lake().data("out")).isEmpty();

    lake().write("users/more.csv", "user,age", "a,1", "b,2", "c,3");
    assertThat(run(spark, share, left(users())).balances().get(0).rejected()).isEqualTo(1);
    lake().write("visits/more.csv", "visit,user", "y,ann", "z,ann");
    assertThatThrownBy(() -> run(spark, share, left(users())))
        .hasMessageStartingWith("test: 3 of 6 rows were rejected,");
  }

  @Test
  void twoStepsThatReadTheSameReadItOnceAndRejectItsRowsOnce(SparkSession spark) {
    Join again =
        new Join(
            users(), Map.of("user", "user"), JoinType.LEFT, Matches.ONE, Optional.of("b_"), false);
    RunReport report = run(spark, lake().rejectsTo("rejects", null, null), left(users()), again);
    assertThat(report.secondInputs()).hasSize(1);
    assertThat(text(lake().rows(spark, "rejects").selectExpr("column", "raw")))
        .isEqualTo(table("column string|raw string\nvisit|x,ann\nage|bob,old"));
  }

  @Test
  void stepsOfTheSecondInputAreNamedByTheirPlace(SparkSession spark) {
    Source wrong = new Prepared(users(), new Filter("aeg > 1"));
    assertThatThrownBy(() -> run(spark, Rejects.NONE, left(wrong)))
        .hasMessageStartingWith("test: transforms[0].with.transforms[0]: ");
    Source missing = lake().csv("nobody", "user string");
    assertThatThrownBy(() -> run(spark, Rejects.NONE, left(missing)))
        .hasMessageStartingWith("test: transforms[0].with.path: nothing at ")
        .hasMessageEndingWith("nobody");
  }

  @Test
  void aJoinCanBeNestedInTheSecondInput(SparkSession spark) {
    lake().write("visits/a.csv", "visit,user", "1,ann", "2,bob");
    lake().write("users/a.csv", "user,age", "ann,30", "bob,40");
    lake().write("ages/a.csv", "age,band", "30,young", "40,old");
    Source bands = lake().csv("ages", "age int, band string");
    Source banded = new Prepared(users(), new Join(bands, Map.of("age", "age")));
    RunReport report = run(spark, Rejects.NONE, left(banded));
    assertThat(text(lake().rows(spark, "out")))
        .isEqualTo(
            table("visit int|user string|age int|band string\n1|ann|30|young\n2|bob|40|old"));
    assertThat(report.secondInputs())
        .extracting(input -> input.get("place"))
        .containsExactly("transforms[0].with.transforms[0].with", "transforms[0].with");
  }

  @Test
  void anInputSeenThroughStepsMayHeadAJob(SparkSession spark) {
    Source source = new Prepared(users(), new Cast(Map.of("age", "string")));
    Pipeline job =
        new Pipeline(
            "test",
            source,
            List.of(),
            List.of(new Output(lake().parquet("out"))),
            lake().rejectsTo("rejects", null, null),
            Optional.empty(),
            Map.of());
    assertThat(job.run(spark).balances().get(0).written()).isEqualTo(2);
  }

  @Test
  void noOutputMayLieInTheSecondInput(SparkSession spark) {
    Pipeline job =
        new Pipeline(
            "test",
            lake().csv("visits", "visit int, user string"),
            List.of(left(users())),
            lake().parquet("users/out"));
    assertThatThrownBy(() -> job.run(spark))
        .hasMessageContaining("lies inside the input " + lake().text("users"));
  }
}
