package io.millrace.jobs;

import static io.millrace.support.Table.table;
import static io.millrace.support.Table.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.support.SparkExtension;
import io.millrace.transforms.Filter;
import io.millrace.transforms.RowWise;
import io.millrace.transforms.Select;
import io.millrace.transforms.Trace;
import io.millrace.transforms.Transform;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Rows read are rows written, rejected and filtered, whatever a step does. */
@ExtendWith(SparkExtension.class)
class FlowTest {

  private record Loses() implements RowWise {
    @Override
    public Dataset<Row> apply(Dataset<Row> rows) {
      return rows.where("id <> 2");
    }
  }

  private record Doubles() implements RowWise {
    @Override
    public Dataset<Row> apply(Dataset<Row> rows) {
      return rows.unionAll(rows);
    }
  }

  private record DropsTheTrace() implements RowWise {
    @Override
    public Dataset<Row> apply(Dataset<Row> rows) {
      return rows.drop(Trace.ASIDE);
    }
  }

  private record Fails() implements Transform {
    @Override
    public Dataset<Row> apply(Dataset<Row> rows) {
      return rows.select("nmae");
    }
  }

  @TempDir private Path folder;

  private Lake lake() {
    return new Lake(folder);
  }

  @BeforeEach
  void input() {
    lake().write("in/a.csv", "id,name", "1,a", "2,b");
    lake().write("in/b.csv", "id,name", "3,c");
    lake().write("out/part-0.parquet", "the old rows");
  }

  private RunReport run(SparkSession spark, Transform... steps) {
    return Lake.job(lake().csv("in", "id int, name string"), lake().parquet("out"), steps)
        .run(spark);
  }

  private void assertFails(SparkSession spark, String message, Transform... steps) {
    Map<String, String> before = lake().data("out");
    assertThatThrownBy(() -> run(spark, steps))
        .isInstanceOf(JobFailedException.class)
        .hasMessage("test: " + message);
    assertThat(lake().data("out")).isEqualTo(before);
    assertThat(lake().everything("out/_millrace").keySet())
        .noneMatch(name -> name.startsWith("staging"));
  }

  @Test
  void aStepThatLosesARowInSilenceFailsTheJob(SparkSession spark) {
    assertFails(
        spark,
        "outputs[0]: the counts do not agree, so nothing was written: 3 rows read, but 2 written, 0 rejected and 0 filtered",
        new Loses());
  }

  @Test
  void aStepThatDoublesRowsInSilenceFailsTheJob(SparkSession spark) {
    assertFails(
        spark,
        "outputs[0]: the counts do not agree, so nothing was written: 3 rows read, but 6 written, 0 rejected and 0 filtered",
        new Doubles());
  }

  @Test
  void aRowWiseStepMustKeepTheTrace(SparkSession spark) {
    assertFails(
        spark,
        "transforms[1]: the step says it is RowWise but drops the columns of Trace; keep unknown columns",
        new Select(List.of("id")),
        new DropsTheTrace());
  }

  @Test
  void aStepThatFailsIsNamed(SparkSession spark) {
    assertThatThrownBy(() -> run(spark, new Select(List.of("id")), new Fails()))
        .isInstanceOf(JobFailedException.class)
        .hasMessageStartingWith("test: transforms[1]: ")
        .hasMessageContaining("nmae");
    assertThatThrownBy(() -> run(spark, new Select(List.of("nmae"))))
        .hasMessage(
            "test: transforms[0]: select: no column nmae; the input has id, name; did you mean 'name'?");
  }

  @Test
  void anyOtherStepMayChangeTheNumberOfRowsAndTheReportSaysSo(SparkSession spark) {
    Transform twice = rows -> rows.unionAll(rows);
    RunReport report = run(spark, twice, new Filter("id < 3"));

    assertThat(lake().rows(spark, "out").count()).isEqualTo(4);
    Balance balance = report.balances().get(0);
    assertThat(balance.read()).isEqualTo(3);
    assertThat(balance.written()).isEqualTo(4);
    assertThat(balance.filtered()).isEqualTo(2);
    assertThat(balance.changed()).isEqualTo(3);
    assertThat(balance.recounting()).hasSize(1).first().asString().startsWith("transforms[0] ");
    assertThat(report.toJson()).contains("\"changed-by-steps\" : 3");
  }

  @Test
  void aStepThatLooksAtNoRowStillReadsTheInput(SparkSession spark) {
    Transform one = rows -> rows.sparkSession().sql("select 1 as one");
    RunReport report = run(spark, one);
    assertThat(text(lake().rows(spark, "out"))).isEqualTo(table("one int\n1"));
    assertThat(report.balances().get(0).read()).isEqualTo(3);
  }

  @Test
  void severalOutputsReadTheInputOnce(SparkSession spark) {
    Pipeline job =
        new Pipeline(
            "test",
            lake().csv("in", "id int, name string"),
            List.of(),
            List.of(
                new Output(lake().parquet("a")),
                new Output(List.of(new Filter("id > 1")), lake().parquet("b")),
                new Output(List.of(new Select(List.of("name"))), lake().parquet("c"))),
            Rejects.NONE,
            Optional.empty(),
            Map.of());
    List<String> changing =
        List.of("file:" + lake().text("in/a.csv"), "file:" + lake().text("in/b.csv"));
    Set<Integer> before = Lake.kept(spark);
    RunReport report = job.run(spark);

    assertThat(
            report.balances().stream().map(b -> b.read() + " " + b.written() + " " + b.filtered()))
        .containsExactly("3 3 0", "3 2 1", "3 3 0");
    assertThat(lake().rows(spark, "c").columns()).containsExactly("name");
    assertThat(report.toJson()).contains(changing);
    assertThat(Lake.kept(spark)).as("rows still kept").isEqualTo(before);
  }

  @Test
  void aColumnNameWithADotIsJustAName(SparkSession spark) {
    lake().write("dots/a.csv", "a.b,c d", "1,2");
    Lake.job(
            lake().csv("dots", "`a.b` int, `c d` int"),
            lake().parquet("out"),
            new Filter("`a.b` = 1"))
        .run(spark);
    assertThat(text(lake().rows(spark, "out"))).isEqualTo(table("a.b int|c d int\n1|2"));
  }
}
