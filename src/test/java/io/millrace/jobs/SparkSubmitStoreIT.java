package io.millrace.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.support.S3Server;
import io.millrace.support.SparkExtension;
import java.io.File;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Job files that lie in an object store, under {@code spark-submit --jars}. */
@ExtendWith(SparkExtension.class)
class SparkSubmitStoreIT {

  private static final String BUCKET = "lake";

  /** S3A and the SDK that it takes, of the tests' own class path. */
  private static final Pattern S3A =
      Pattern.compile(
          ".*/(com/amazonaws|software/amazon|org/wildfly|joda-time|org/reactivestreams|com/fasterxml/jackson/dataformat|org/apache/hadoop/hadoop-aws)/.*\\.jar");

  @TempDir private static Path folder;

  private static S3Server server;

  @BeforeAll
  static void start() throws Exception {
    server = S3Server.start(folder, BUCKET);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static List<String> options(String... more) {
    String jars =
        Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator, -1))
            .filter(S3A.asMatchPredicate())
            .collect(Collectors.joining(","));
    assertThat(jars).contains("hadoop-aws");
    Map<String, String> hadoop =
        new TreeMap<>(
            Map.of(
                "endpoint", server.endpoint().toString(),
                "endpoint.region", "us-east-1",
                "path.style.access", "true",
                "connection.ssl.enabled", "false",
                "access.key", S3Server.KEY,
                "secret.key", S3Server.SECRET,
                "change.detection.mode", "none",
                "attempts.maximum", "1",
                "retry.limit", "1"));
    for (int i = 0; i < more.length; i += 2) {
      hadoop.put(more[i], more[i + 1]);
    }
    List<String> all = new ArrayList<>(List.of("--master", "local[2]", "--jars", jars));
    hadoop.forEach(
        (key, value) -> all.addAll(List.of("--conf", "spark.hadoop.fs.s3a." + key + "=" + value)));
    return all;
  }

  @Test
  void aJobFileInAStoreRuns(SparkSession spark) throws Exception {
    SubmittedWeblogs weblogs = SubmittedWeblogs.in(folder, spark);
    Configuration hadoop = new Configuration();
    server.register(hadoop, BUCKET);
    String job = "s3a://" + BUCKET + "/jobs/flatten-weblogs.conf";
    try (FileSystem store = FileSystem.newInstance(URI.create(job), hadoop);
        var out = store.create(new org.apache.hadoop.fs.Path(job))) {
      out.write(Files.readAllBytes(Lake.PROJECT.resolve("conf/jobs/flatten-weblogs.conf")));
    }
    weblogs.requireRows(
        "stored", weblogs.submitJob(job, "stored", options().toArray(String[]::new)), spark);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      textBlock =
          """
          lake/none.conf   | -          | -     | no such file; check the bucket and the path in it   | (s3a://
          no-such/job.conf | -          | -     | cannot be read: there is no bucket no-such; check its name, and the account | (s3a://
          lake/job.conf    | secret.key | wrong | cannot be read: access is refused (Forbidden  | ; the role or user needs s3:GetObject on it, and s3:ListBucket on bucket lake
          """)
  void oneThatCannotBeRead(String path, String key, String value, String sentence, String advice)
      throws Exception {
    List<String> options = key == null ? options() : options(key, value);
    SparkHome.Ended ended =
        new SparkHome(folder)
            .submit(
                "mistake",
                SubmittedWeblogs.command(SparkHome.jar(), options, "run", "s3a://" + path));
    assertThat(ended.exit()).as(ended.err()).isEqualTo(1);
    assertThat(ended.said())
        .as(ended.err())
        .singleElement()
        .asString()
        .startsWith(
            "Exception in thread \"main\" io.millrace.jobs.MillraceException: 1 problem in the job configuration: 1. "
                + sentence)
        .contains(advice, "(s3a://" + path);
  }
}
