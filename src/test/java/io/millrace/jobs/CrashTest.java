package io.millrace.jobs;

import static io.millrace.support.Table.table;
import static io.millrace.support.Table.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.jobs.io.ChangedFiles;
import io.millrace.jobs.io.Format;
import io.millrace.jobs.io.MissingFiles;
import io.millrace.jobs.io.ReadFiles;
import io.millrace.jobs.io.WriteFiles;
import io.millrace.jobs.io.WriteMode;
import io.millrace.support.SparkExtension;
import io.millrace.transforms.ByteSize;
import io.millrace.transforms.Derive;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.apache.hadoop.fs.FileUtil;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A run that ends at any moment marks nothing as finished, and the next one mends it. */
@ExtendWith(SparkExtension.class)
class CrashTest {

  private static final String ALL = "id int|page string\n1|a\n2|b\n3|a";

  @TempDir private Path folder;

  private Lake lake() {
    return new Lake(folder);
  }

  @AfterEach
  void heal() {
    FaultyFileSystem.heal();
  }

  private Pipeline job(WriteMode mode) {
    lake().write("in/a.csv", "id,page", "1,a", "2,b", "3,a", "x,a");
    WriteFiles sink = new WriteFiles("faulty:" + lake().text("out"), List.of("page"), mode);
    return Lake.job(lake().csv("in", "id int, page string"), sink)
        .rejecting(
            new Rejects(
                java.util.Optional.of("faulty:" + lake().text("bad")),
                java.util.Optional.empty(),
                java.util.Optional.empty()));
  }

  /** Every change to the disk is once the last one, until a run gets through. */
  @ParameterizedTest
  @EnumSource(names = {"OVERWRITE", "OVERWRITE_PARTITIONS"})
  void whereverARunDiesTheNextOneWritesExactlyTheRows(WriteMode mode, SparkSession spark) {
    FaultyFileSystem.register(spark.sparkContext().hadoopConfiguration());
    Pipeline job = job(mode);
    int last = -1;
    for (int changes = 0; last < 0; changes++) {
      FaultyFileSystem.dieAfter(changes);
      try {
        job.run(spark);
        last = changes;
      } catch (JobFailedException e) {
        assertThat(e).as("after %s changes", changes).hasMessageContaining("the disk is gone");
      }
      if (lake().path("out/_SUCCESS").toFile().exists()) {
        assertThat(rows(spark))
            .as("marked as finished, after %s changes", changes)
            .isEqualTo(table(ALL));
      }
      assertThat(changes).as("changes of a run").isLessThan(100);
    }
    assertThat(last).isGreaterThan(10);
    FaultyFileSystem.heal();
    job.run(spark);
    assertThat(rows(spark)).isEqualTo(table(ALL));
  }

  /** It must not find the files of the dead run and take them for somebody's. */
  @Test
  void whereverARunDiesThatReplacesNothingTheNextOneWritesTheRows(SparkSession spark) {
    FaultyFileSystem.register(spark.sparkContext().hadoopConfiguration());
    int first = new Random().nextInt(6);
    System.out.println("first change " + first + ", then every 6");
    int died = 1;
    for (int changes = first; died != 0; changes += 6) {
      FileUtil.fullyDelete(lake().path("out").toFile());
      Pipeline job = job(WriteMode.ERROR_IF_EXISTS);
      FaultyFileSystem.dieAfter(changes);
      died = attempt(job, spark);
      FaultyFileSystem.heal();
      try {
        job.run(spark);
      } catch (JobFailedException e) {
        // Decided before it died, the run was finished by this one.
        assertThat(e).as("after %s changes", changes).hasMessageContaining("already holds 2 files");
      }
      assertThat(rows(spark)).as("after %s changes", changes).isEqualTo(table(ALL));
      assertThat(lake().path("out/_SUCCESS")).as("after %s changes", changes).exists();
      assertThat(changes).as("changes of a run").isLessThan(100);
    }
  }

  /** Each costs two runs; 1 takes every change to the disk. */
  private static final int STEP = Integer.getInteger("millrace.crash-step", 48);

  /** Changes to the disk are once the last one of a run; the next run makes all right. */
  @ParameterizedTest(name = "ledger on a disk of its own: {0}")
  @ValueSource(booleans = {false, true})
  void whereverAnIncrementalRunDiesTheNextOneLosesAndDoublesNothing(
      boolean apart, SparkSession spark) {
    FaultyFileSystem.register(spark.sparkContext().hadoopConfiguration());
    Pipeline job = incremental(apart);
    StringBuilder good = new StringBuilder("id int");
    int died = -1;
    int first = new Random().nextInt(STEP);
    System.out.println("first change " + first + ", then every " + STEP);
    int runs = 0;
    for (int changes = first; died != 0; changes += STEP) {
      lake().write("in/" + changes + ".csv", "id", changes + "", "x" + changes);
      good.append("\n").append(changes);
      FaultyFileSystem.dieAfter(changes);
      died = attempt(job, spark);
      FaultyFileSystem.heal();
      RunReport report = job.run(spark);
      String after = "after %s changes: %s".formatted(changes, report.json().get("recovered"));
      assertThat(ids(spark, "out")).as(after).isEqualTo(table(good.toString()));
      assertThat(ids(spark, "more")).as(after).isEqualTo(table(good.toString()));
      assertThat(spark.read().parquet(lake().text("bad")).select("raw").distinct().count())
          .as(after)
          .isEqualTo(spark.read().parquet(lake().text("bad")).count())
          .isEqualTo(++runs);
      assertThat(changes).as("changes of a run").isLessThan(200);
    }
  }

  /** One output by append, the other by overwrite of its partitions, and rejects. */
  private Pipeline incremental(boolean apart) {
    ReadFiles source =
        new ReadFiles(
            lake().text("in"),
            Format.CSV,
            Optional.of("id int"),
            false,
            Optional.empty(),
            Optional.empty(),
            Map.of("header", "true"),
            new ByteSize(1 << 20),
            true,
            ChangedFiles.FAIL,
            MissingFiles.FAIL,
            Optional.empty(),
            Optional.empty());
    Output append =
        new Output(new WriteFiles("faulty:" + lake().text("out"), List.of(), WriteMode.APPEND));
    Output replace =
        new Output(
            List.of(new Derive(Map.of("day", "id"))),
            new WriteFiles(
                "faulty:" + lake().text("more"), List.of("day"), WriteMode.OVERWRITE_PARTITIONS));
    return new Pipeline(
        "test",
        source,
        List.of(),
        List.of(append, replace),
        new Rejects(
            Optional.of("faulty:" + lake().text("bad")), Optional.empty(), Optional.empty()),
        Optional.of(lake().text("reports")),
        Optional.of(apart ? lake().text("ledger") : "faulty:" + lake().text("ledger")),
        Map.of("sql.codegen.wholeStage", "false", "sql.codegen.factoryMode", "NO_CODEGEN"));
  }

  private static int attempt(Pipeline job, SparkSession spark) {
    try {
      Object unfinished = job.run(spark).json().get("unfinished");
      return unfinished == null ? 0 : 1;
    } catch (JobFailedException e) {
      assertThat(e).hasMessageContaining("the disk is gone");
      return 1;
    }
  }

  private String ids(SparkSession spark, String folder) {
    return text(spark.read().parquet(lake().text(folder)).select("id").orderBy("id"));
  }

  private String rows(SparkSession spark) {
    return text(spark.read().schema("id int, page string").parquet(lake().text("out")));
  }

  @Test
  void aFullDiskFailsTheJobAndTheTargetStays(SparkSession spark) {
    FaultyFileSystem.register(spark.sparkContext().hadoopConfiguration());
    Pipeline job = job(WriteMode.OVERWRITE);
    job.run(spark);
    Map<String, String> before = withoutReports();

    FaultyFileSystem.fillAfter(300);
    assertThatThrownBy(() -> job.run(spark))
        .isInstanceOf(JobFailedException.class)
        .hasMessageStartingWith("test: ")
        .hasMessageContaining("No space left on device");
    assertThat(withoutReports()).isEqualTo(before);
  }

  private Map<String, String> withoutReports() {
    Map<String, String> files = lake().everything("out");
    files.keySet().removeIf(name -> name.startsWith("_millrace/runs/"));
    return files;
  }
}
