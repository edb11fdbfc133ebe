package io.millrace.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.support.S3Server;
import io.millrace.support.SparkExtension;
import java.nio.file.Path;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a user reads if a bucket cannot be used: the setting, the place, and what to change. */
@ExtendWith(SparkExtension.class)
class StoreMistakesTest {

  private static S3Server server;

  @TempDir private Path folder;

  @BeforeAll
  static void start(@TempDir Path folder) throws Exception {
    server = S3Server.start(folder, "lake");
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  /** A bucket of a name of its own, as Hadoop keeps what it was told of one. */
  private void register(Configuration hadoop, String bucket) {
    server.register(hadoop, bucket);
    String of = "fs.s3a.bucket." + bucket + ".";
    hadoop.set(of + "attempts.maximum", "1");
    hadoop.set(of + "retry.limit", "1");
    switch (bucket) {
      case "strange" -> hadoop.set(of + "secret.key", "wrong");
      case "silent" -> hadoop.set(of + "endpoint", "http://127.0.0.1:1");
      case "nobody" -> {
        hadoop.unset(of + "access.key");
        hadoop.unset(of + "secret.key");
        hadoop.set(
            of + "aws.credentials.provider",
            "org.apache.hadoop.fs.s3a.SimpleAWSCredentialsProvider");
      }
      default -> {}
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "missing | there is no bucket missing; check its name, and the account",
        "strange | access is refused (",
        "silent  | its store cannot be reached (",
        "nobody  | there are no AWS credentials; run with a role, or set AWS_ACCESS_KEY_ID and",
      })
  void everyPathOfAJobSaysSo(String bucket, String said, SparkSession spark) {
    Configuration hadoop = spark.sparkContext().hadoopConfiguration();
    register(hadoop, bucket);
    Lake lake = new Lake(folder);
    lake.write("in/a.csv", "1");
    String there = "s3a://" + bucket + "/x";
    String here = folder.toString();
    fails(
        lake,
        spark,
        there,
        here + "/out",
        here + "/bad",
        "source.path: cannot list " + there,
        said);
    fails(
        lake,
        spark,
        here + "/in",
        there,
        here + "/bad",
        "sink.path: cannot look whether a run that died left something in " + there,
        said);
    fails(
        lake,
        spark,
        here + "/in",
        here + "/out",
        there,
        "rejects.path: cannot look whether a run that died left something in " + there,
        said);
    assertThat(lake.data("out")).isEmpty();
  }

  private void fails(
      Lake lake, SparkSession spark, String in, String out, String bad, String place, String said) {
    Pipeline job =
        lake.job(
            """
            name = visits
            source { type = read-files, format = csv, path = "%s", schema = "id int" }
            sink { type = write-files, path = "%s" }
            rejects.path = "%s", reports = "%s/reports"
            """
                .formatted(in, out, bad, folder));
    assertThatThrownBy(() -> job.run(spark))
        .isInstanceOf(JobFailedException.class)
        .hasMessageContaining(place + ": " + said);
  }
}
