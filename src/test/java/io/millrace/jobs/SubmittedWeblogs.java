package io.millrace.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.jobs.sample.SampleLake;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.SparkSession;

/**
 * A job that flattens weblogs, run in this process and by {@code spark-submit}.
 *
 * @param folder with the sample below {@code raw} and what each run wrote below its name
 * @param expected the rows that it wrote in this process, and the rejects
 */
record SubmittedWeblogs(Path folder, SparkHome home, Path jar, List<String> expected) {

  private static final String CLASS = "io.millrace.jobs.Millrace";

  /** Makes the sample and runs the job here. */
  static SubmittedWeblogs in(Path folder, SparkSession spark) throws IOException {
    new SampleLake(folder.toString(), 20_000, 10, 42, 0.01)
        .write(new Configuration(), Set.of("useractivity"));
    Lake.shipped(
            "flatten-weblogs.conf",
            Map.of("vars.raw", folder + "/raw", "vars.curated", folder + "/here"))
        .run(spark);
    List<String> expected =
        rows(spark, folder + "/here", "useractivityconverted", "rejects/useractivity");
    assertThat(expected).hasSizeGreaterThan(19_000);
    return new SubmittedWeblogs(folder, new SparkHome(folder), SparkHome.jar(), expected);
  }

  private static List<String> rows(SparkSession spark, String curated, String... parts) {
    List<String> all = new ArrayList<>();
    for (String part : parts) {
      spark.read().parquet(curated + "/" + part).drop("run").toJSON().collectAsList().stream()
          .sorted()
          .forEach(all::add);
    }
    return all;
  }

  /** Small executors. */
  static String[] command(Path jar, List<String> options, String... words) {
    List<String> all = new ArrayList<>(options);
    all.addAll(List.of("--driver-memory", "512m", "--class", CLASS));
    for (String setting :
        List.of(
            "executor.memory=512m",
            "ui.enabled=false",
            "scheduler.minRegisteredResourcesRatio=1",
            "scheduler.maxRegisteredResourcesWaitingTime=120s")) {
      all.addAll(List.of("--conf", "spark." + setting));
    }
    all.add(jar.toString());
    all.addAll(List.of(words));
    return all.toArray(String[]::new);
  }

  /** The words of a run, whose splits are small, so that every executor has tasks. */
  private String[] words(String job, String name, String split) {
    return new String[] {
      "run",
      job.contains("/") ? job : Lake.PROJECT.resolve("conf/jobs").resolve(job).toString(),
      "--vars.raw",
      folder + "/raw",
      "--vars.curated",
      folder + "/" + name,
      "--set",
      "source.split-size=" + split
    };
  }

  /** Runs the job to its end; what it writes and says goes by this name. */
  SparkHome.Ended submit(String name, String... options) throws Exception {
    return submitJob("flatten-weblogs.conf", name, options);
  }

  /** The same from another job file. */
  SparkHome.Ended submitJob(String job, String name, String... options) throws Exception {
    return home.submit(name, command(jar, List.of(options), words(job, name, "64KiB")));
  }

  /** Starts a job that lasts for some seconds: its splits are smaller. */
  Process start(String job, String name, String... options) throws IOException {
    return home.start(
        name, "spark-submit", command(jar, List.of(options), words(job, name, "16KiB")));
  }

  void requireRows(String name, SparkHome.Ended ended, SparkSession spark) {
    assertThat(ended.exit()).as(ended.err()).isZero();
    requireRows(spark, name, "useractivityconverted", "rejects/useractivity");
  }

  void requireRows(SparkSession spark, String name, String... parts) {
    assertThat(rows(spark, folder + "/" + name, parts)).isEqualTo(expected);
  }

  /** Waits until tasks have written, out of readers' sight, and others have not yet. */
  void awaitFiles(Process process, String name, int files) throws Exception {
    Lake lake = new Lake(folder);
    while (parquet(lake, name) < files) {
      assertThat(process.isAlive()).as("%s has not ended before it was killed", name).isTrue();
      Thread.sleep(50);
    }
  }

  private static long parquet(Lake lake, String name) throws IOException {
    if (!Files.exists(lake.path(name))) {
      return 0;
    }
    try (Stream<Path> all = Files.walk(lake.path(name))) {
      return all.filter(file -> file.toString().endsWith(".parquet")).count();
    } catch (UncheckedIOException movedMeanwhile) {
      return 0;
    }
  }
}
