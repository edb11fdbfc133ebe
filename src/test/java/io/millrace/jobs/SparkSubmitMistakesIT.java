package io.millrace.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What people get wrong with the packaged jar: one sentence, no stack, and status 1. */
class SparkSubmitMistakesIT {

  @TempDir private Path folder;

  private Lake lake;

  @BeforeEach
  void lake() {
    lake = new Lake(folder);
  }

  private String said(List<String> options, String... words) throws Exception {
    SparkHome.Ended ended =
        new SparkHome(folder)
            .submit("mistake", SubmittedWeblogs.command(SparkHome.jar(), options, words));
    assertThat(ended.exit()).as(ended.err()).isEqualTo(1);
    List<String> said =
        ended.said().stream().filter(line -> !line.matches("\\S+: \\w+, after \\d+ s")).toList();
    assertThat(said).as(ended.err()).hasSize(1);
    return said.get(0);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          rnu x.conf                  | 1 problem in the command line: 1. 'rnu' is no verb; there are run, plan, ledger, report, steps, sample, help; did you mean 'run'?
          run none.conf               | 1 problem in the job configuration: 1. no such file; check the path
          run s3a://no-such/job.conf  | 1 problem in the job configuration: 1. cannot be read: this class path has no file system for s3a:// (Class org.apache.hadoop.fs.s3a.S3AFileSystem not found); add its jars: --packages org.apache.hadoop:hadoop-aws:
          """)
  void commandLine(String line, String sentence) throws Exception {
    assertThat(said(List.of("--master", "local[1]"), line.split(" ", -1)))
        .startsWith("Exception in thread \"main\" io.millrace.jobs.MillraceException: " + sentence);
  }

  @Test
  void icebergThatIsNotThere() throws Exception {
    lake.write("in/a.csv", "id", "1");
    Path job =
        lake.write(
            "job.conf",
            "name = ids",
            "spark { \"sql.catalog.lake\" = org.apache.iceberg.spark.SparkCatalog, \"sql.catalog.lake.type\" = hadoop",
            "  \"sql.catalog.lake.warehouse\" = warehouse }",
            "source { type = read-files, format = csv, path = in, schema = \"id int\", options { header = true } }",
            "sink { type = write-table, table = lake.shop.ids, mode = append }",
            "reports = reports");
    assertThat(said(List.of("--master", "local[1]"), "run", job.toString()))
        .isEqualTo(
            "Exception in thread \"main\" io.millrace.jobs.MillraceException: ids: outputs[0].sink.table: spark.sql.catalog.lake is org.apache.iceberg.spark.SparkCatalog, which is not on the class path; add the jar of that table format, by --packages or MILLRACE_CLASSPATH; on Glue by --datalake-formats iceberg, on EMR by iceberg.enabled of iceberg-defaults, on EMR Serverless by spark.jars");
  }

  /** What it says of itself is all that the entrance goes by. */
  @Test
  void aSparkThatIsTooOld() throws Exception {
    Files.writeString(folder.resolve("spark-version-info.properties"), "version=3.3.0-amzn-1\n");
    assertThat(said(List.of("--driver-class-path", folder.toString()), "run", "x.conf"))
        .endsWith(
            "Millrace needs Spark 3.5 or 4.1, but this is Spark 3.3.0-amzn-1: on AWS take Glue 5.0 or EMR 7.0, or later; elsewhere a newer Spark");
  }
}
