package io.millrace.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.jobs.sample.SampleLake;
import io.millrace.support.SparkExtension;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.jar.JarFile;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The packaged jar as users start it, on a stock Spark: see {@code .ci/submit}. */
@ExtendWith(SparkExtension.class)
class SparkSubmitIT {

  private static final String JOB =
      Lake.PROJECT.resolve("conf/jobs/flatten-weblogs.conf").toString();

  @TempDir private static Path folder;

  private static Path jar;
  private static List<String> expected;

  private final SparkHome home = new SparkHome(folder);

  @BeforeAll
  static void runHere() throws IOException {
    jar = SparkHome.jar();
    new SampleLake(folder.toString(), 20_000, 10, 42, 0.01)
        .write(new Configuration(), Set.of("useractivity"));
    SparkSession spark = io.millrace.support.Sessions.local();
    Lake.shipped(
            "flatten-weblogs.conf",
            Map.of("vars.raw", folder + "/raw", "vars.curated", folder + "/here"))
        .run(spark);
    expected = rows(spark, "here");
    assertThat(expected).hasSizeGreaterThan(19_000);
  }

  private static List<String> rows(SparkSession spark, String name) {
    List<String> all = new ArrayList<>();
    for (String part : List.of("useractivityconverted", "rejects/useractivity")) {
      spark
          .read()
          .parquet(folder + "/" + name + "/" + part)
          .drop("run")
          .toJSON()
          .collectAsList()
          .stream()
          .sorted()
          .forEach(all::add);
    }
    return all;
  }

  /** Small splits, so that every executor has tasks. */
  private SparkHome.Ended submit(String name, String... options) throws Exception {
    List<String> all = new ArrayList<>(List.of(options));
    all.addAll(
        List.of(
            "--driver-memory",
            "512m",
            "--conf",
            "spark.executor.memory=512m",
            "--conf",
            "spark.ui.enabled=false",
            "--conf",
            "spark.scheduler.minRegisteredResourcesRatio=1",
            "--conf",
            "spark.scheduler.maxRegisteredResourcesWaitingTime=60s",
            "--class",
            "io.millrace.jobs.Millrace",
            jar.toString(),
            "run",
            JOB,
            "--vars.raw",
            folder + "/raw",
            "--vars.curated",
            folder + "/" + name,
            "--set",
            "source.split-size=64KiB"));
    return home.submit(name, all.toArray(String[]::new));
  }

  private void requireSameRows(String name, SparkHome.Ended ended, SparkSession spark) {
    assertThat(ended.exit()).as(ended.err()).isZero();
    assertThat(rows(spark, name)).isEqualTo(expected);
  }

  @Test
  void local(SparkSession spark) throws Exception {
    SparkHome.Ended ended = submit("local", "--master", "local[2]");
    requireSameRows("local", ended, spark);
    assertThat(ended.out()).contains("flatten-weblogs", "written", "rejected");
  }

  @Test
  void localCluster(SparkSession spark) throws Exception {
    requireSameRows(
        "localCluster", submit("localCluster", "--master", "local-cluster[2,1,512]"), spark);
  }

  @Test
  void standalone(SparkSession spark) throws Exception {
    try (SparkCluster cluster = SparkCluster.start(home)) {
      requireSameRows(
          "standalone",
          submit(
              "standalone",
              "--master",
              cluster.master(),
              "--conf",
              "spark.executor.cores=1",
              "--conf",
              "spark.cores.max=2"),
          spark);
      for (String worker : List.of("worker-1", "worker-2")) {
        List<Path> fetched = cluster.fetched(worker, jar);
        assertThat(fetched).as("jars of " + worker).isNotEmpty();
        for (Path copy : fetched) {
          assertThat(copy).hasSameBinaryContentAs(jar);
        }
      }
    }
  }

  /** A worker starts the driver without the options that Java 17 needs, so they are given. */
  @Test
  void standaloneClusterMode(SparkSession spark) throws Exception {
    List<String> options =
        Files.readAllLines(Lake.PROJECT.resolve("conf/environments/java-options"));
    try (SparkCluster cluster = SparkCluster.start(home)) {
      requireSameRows(
          "standaloneClusterMode",
          submit(
              "standaloneClusterMode",
              "--master",
              cluster.master(),
              "--deploy-mode",
              "cluster",
              "--conf",
              "spark.standalone.submit.waitAppCompletion=true",
              "--conf",
              "spark.driver.extraJavaOptions=" + String.join(" ", options)),
          spark);
    }
  }

  /** One sentence, no stack, and a status that a scheduler understands. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          rnu x.conf                  | 1 problem in the command line: 1. 'rnu' is no verb; there are run, plan, ledger, steps, sample, help; did you mean 'run'?
          run none.conf               | 1 problem in the job configuration: 1. no such file; check the path
          run s3a://no-such/job.conf  | 1 problem in the job configuration: 1. cannot be read: this class path has no file system for s3a:// (Class org.apache.hadoop.fs.s3a.S3AFileSystem not found); add its jars: --packages org.apache.hadoop:hadoop-aws:
          """)
  void mistakes(String line, String sentence) throws Exception {
    List<String> all =
        new ArrayList<>(
            List.of(
                "--master", "local[1]", "--class", "io.millrace.jobs.Millrace", jar.toString()));
    all.addAll(List.of(line.split(" ", -1)));
    SparkHome.Ended ended = home.submit("mistake", all.toArray(String[]::new));
    assertThat(ended.exit()).isEqualTo(1);
    assertThat(ended.said())
        .singleElement()
        .asString()
        .startsWith("Exception in thread \"main\" io.millrace.jobs.MillraceException: " + sentence);
  }

  /** What is in no package of ours would stand before or behind a platform's own. */
  @Test
  void theJarHoldsNothingButOurs() throws IOException {
    try (JarFile file = new JarFile(jar.toFile())) {
      assertThat(file.stream().map(entry -> entry.getName()))
          .hasSizeGreaterThan(300)
          .allMatch(
              name ->
                  name.matches(
                      "(io/|io/millrace/(shaded/)?|io/millrace/(jobs|transforms|udf|shaded/config)/.*|META-INF/(MANIFEST\\.MF|LICENSE|NOTICE|maven/.*)?)"));
    }
  }
}
