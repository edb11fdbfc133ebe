package io.millrace.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.millrace.support.SparkExtension;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.PrintStream;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * The script of a Glue job, compiled by the Scala of the runtime family, and {@code main} called as
 * Glue calls it: in its own Java, where a session is there already.
 */
@ExtendWith(SparkExtension.class)
class GlueAppTest {

  private static final String SCRIPT = "conf/deploy/glue/GlueApp.scala";

  @TempDir private static Path classes;

  private static Method main;

  @TempDir private Path folder;

  private Lake lake() {
    return new Lake(folder);
  }

  private static String home(Class<?> of) throws URISyntaxException {
    return Path.of(of.getProtectionDomain().getCodeSource().getLocation().toURI()).toString();
  }

  @BeforeAll
  static void compile() throws Exception {
    String path = home(Millrace.class) + File.pathSeparator + home(scala.Option.class);
    String script = Lake.PROJECT.resolve(SCRIPT).toString();
    assertThat(
            scala.tools.nsc.Main.process(
                new String[] {
                  "-Xfatal-warnings", "-d", classes.toString(), "-classpath", path, script
                }))
        .as("the script compiles")
        .isTrue();
    URLClassLoader loader =
        new URLClassLoader(new URL[] {classes.toUri().toURL()}, GlueAppTest.class.getClassLoader());
    main = loader.loadClass("GlueApp").getMethod("main", String[].class);
  }

  /** What Glue passes of its own, flags without values among it, and then the job's. */
  private static String run(String... arguments) throws Throwable {
    List<String> all =
        new ArrayList<>(
            List.of(
                "--JOB_NAME",
                "nightly",
                "--JOB_ID",
                "j_0f",
                "--JOB_RUN_ID",
                "jr_7c",
                "--job-language",
                "scala",
                "--class",
                "GlueApp",
                "--TempDir",
                "s3://code/tmp/",
                "--extra-jars",
                "s3://code/millrace/millrace.jar",
                "--enable-metrics",
                "",
                "--enable-job-insights",
                "--enable-auto-scaling",
                "true",
                "--conf",
                "spark.hadoop.fs.s3a.endpoint.region=eu-west-1 --conf spark.sql.catalog.lake.type=glue",
                "--SECURITY_CONFIGURATION",
                "-none"));
    all.addAll(List.of(arguments));
    PrintStream out = System.out;
    PrintStream err = System.err;
    // The output log of a Glue job takes both.
    ByteArrayOutputStream log = new ByteArrayOutputStream();
    System.setOut(new PrintStream(log, true, StandardCharsets.UTF_8));
    System.setErr(System.out);
    try {
      main.invoke(null, (Object) all.toArray(String[]::new));
    } catch (InvocationTargetException e) {
      throw e.getCause();
    } finally {
      System.setOut(out);
      System.setErr(err);
    }
    return log.toString(StandardCharsets.UTF_8);
  }

  private Path job(String... more) {
    lake().write("in/a.csv", "id,name", "1,a", "-5,b c=d");
    return lake()
        .write(
            "job.conf",
            Stream.concat(
                    Stream.of(
                        "name = names",
                        "vars { root = none, least = 0, name = none }",
                        "source { type = read-files, format = csv, path = ${vars.root}\"/in\", schema = \"id int, name string\"",
                        "  options { header = true }, incremental = true }",
                        "transforms = [ { type = filter, where = \"id >= \"${vars.least}\" and name = '\"${vars.name}\"'\" } ]",
                        "sink { type = write-files, path = ${vars.root}\"/out\", mode = append }"),
                    Stream.of(more))
                .toArray(String[]::new));
  }

  private String run(Path job, String bookmark) throws Throwable {
    return run(
        "--job-bookmark-option",
        bookmark,
        "--job-file",
        job.toString(),
        "--vars.root",
        folder.toString(),
        "--vars.least",
        "-5",
        "--vars.name",
        "b c=d");
  }

  @Test
  void aRunPrintsItsSummaryAndLeavesThePlatformsSessionAlone(SparkSession spark) throws Throwable {
    Path job = job();
    String log = run(job, "job-bookmark-enable");
    assertThat(log).contains("names  run ", "read      2 rows", "written   1 row");
    assertThat(log.lines().filter(line -> line.matches("names: .*, after \\d+ s")))
        .as("a line for each part of the run")
        .extracting(line -> line.replaceAll(", after .*", ""))
        .containsExactly(
            "names: plan", "names: reading 1 file, 21 B", "names: write", "names: publish");
    assertThat(log).doesNotContain("\r");
    assertThat(run(job, "job-bookmark-enable")).contains("nothing new");
    assertThat(lake().rows(spark, "out").collectAsList().toString()).isEqualTo("[[-5,b c=d]]");
    assertThat(run(job, "job-bookmark-disable")).contains("the ledger is off", "written   1 row");
    assertThat(spark.sparkContext().isStopped()).isFalse();
  }

  /** Glue shows the message of what was thrown, and that the run has failed. */
  @Test
  void aFailureIsThrownWithItsReasonInOneLine(SparkSession spark) throws Throwable {
    Path job = job();
    lake().write("in/b.csv", "id,name", "x,y");
    assertThat(catchThrowable(() -> run(job, "job-bookmark-enable")))
        .isInstanceOf(MillraceException.class)
        .hasMessageStartingWith("names: read: not an int (column id) (file:")
        .hasMessageNotContaining("\n");
    assertThat(lake().path("out/_SUCCESS")).doesNotExist();
    assertThat(spark.sparkContext().isStopped()).isFalse();
  }

  @Test
  void whatIsWrongWithTheArgumentsOrTheJobFileIsOneLineToo() throws Throwable {
    assertThat(catchThrowable(() -> run("--vars.root", "a")))
        .hasMessage(
            "1 problem in the command line: 1. no verb and no --job-file; give one, such as --job-file s3://bucket/job.conf, or help")
        .hasNoCause();
    Path job = job("ouputs = []");
    assertThat(catchThrowable(() -> run(job, "job-bookmark-enabled")).getMessage())
        .startsWith("1 problem in the job configuration: 1. ouputs: ")
        .doesNotContain("\n");
    Files.delete(job);
    assertThat(catchThrowable(() -> run(job, "job-bookmark-enable")).getMessage())
        .startsWith("1 problem in the job configuration: 1. no such file");
  }
}
