package io.millrace.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.jobs.page.ParsedPage;
import io.millrace.support.SparkExtension;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Tables that a killed run did not end are taken again, though they succeeded the day before. */
@ExtendWith(SparkExtension.class)
class KilledTablesTest {

  @TempDir private Path folder;
  private TableJobs tables;

  @BeforeEach
  void allHaveSucceeded(SparkSession spark) {
    Lake lake = new Lake(folder);
    Map<String, Pipeline> jobs = new LinkedHashMap<>();
    for (String name : List.of("t1", "t2", "t3")) {
      lake.write("in/" + name + "/part.csv", "id", "1");
      jobs.put(name, Lake.job(lake.csv("in/" + name, "id int"), lake.parquet("out/" + name)));
    }
    tables = new TableJobs(jobs, 1, lake.text("reports"));
    assertThat(tables.run(spark).values()).allMatch(TableStatus.Ended::succeeded);
    assertThat(failed(spark)).isEmpty();
  }

  private List<String> failed(SparkSession spark) {
    return List.copyOf(tables.only(TableJobs.FAILED, spark).tables().keySet());
  }

  /** Runs them again, and puts back what a kill during the second would have left. */
  private void killedInTheSecond(SparkSession spark) throws IOException {
    Path file = folder.resolve("reports/tables.json");
    Path left = folder.resolve("left.json");
    tables.run(
        spark,
        (name, pipeline) -> {
          if (name.equals("t2")) {
            copy(file, left);
          }
          return pipeline.run(spark);
        });
    assertThat(failed(spark)).isEmpty();
    Files.delete(file);
    copy(left, file);
  }

  private static void copy(Path from, Path to) {
    try {
      Files.copy(from, to);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void thoseThatDidNotEndAreRunAgain(SparkSession spark) throws IOException {
    killedInTheSecond(spark);
    assertThat(failed(spark)).containsExactly("t2", "t3");

    new TableStatus(tables.reports(), spark.sparkContext().hadoopConfiguration()).savePage();
    ParsedPage page = ParsedPage.of(Files.readString(folder.resolve("reports/tables.html")));
    assertThat(page.all("p"))
        .contains("3 tables, 0 failed when last run, 2 not ended: the run goes on, or was killed");
    assertThat(page.all("span", "badge"))
        .containsExactly("\u2713 succeeded", "\u2026 not ended", "\u2026 not ended");

    tables.only(TableJobs.FAILED, spark).run(spark);
    assertThat(failed(spark)).isEmpty();
  }

  /** The file is replaced in two steps. */
  @Test
  void aKillWhileThatIsWrittenForgetsNothing(SparkSession spark) throws IOException {
    killedInTheSecond(spark);
    Path beside = folder.resolve("reports/_tables.json");
    Files.move(folder.resolve("reports/tables.json"), beside);
    assertThat(failed(spark)).as("before the rename").containsExactly("t2", "t3");
    Files.writeString(beside, "{ \"t1\" : {");
    assertThat(failed(spark)).as("of the first write").containsExactly("t1", "t2", "t3");
    tables.run(spark);
    assertThat(failed(spark)).isEmpty();
  }
}
