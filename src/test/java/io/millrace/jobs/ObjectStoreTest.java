package io.millrace.jobs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.jobs.page.ParsedPage;
import io.millrace.support.S3Server;
import io.millrace.support.SparkExtension;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.MultipartUploader;
import org.apache.hadoop.fs.statistics.IOStatisticsSource;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Jobs whose every path is in an object store: sources, outputs, rejects, reports and ledger. */
@ExtendWith(SparkExtension.class)
class ObjectStoreTest {

  private static final String BUCKET = "lake";
  private static S3Server server;

  @TempDir private Path folder;
  private SparkSession spark;
  private Configuration hadoop;
  private String root;

  @BeforeAll
  static void start(@TempDir Path folder) throws Exception {
    server = S3Server.start(folder, BUCKET);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @BeforeEach
  void register(SparkSession session, TestInfo test) {
    spark = session;
    hadoop = session.sparkContext().hadoopConfiguration();
    server.register(hadoop, BUCKET);
    root = "s3a://" + BUCKET + "/" + test.getTestMethod().orElseThrow().getName();
  }

  private org.apache.hadoop.fs.Path path(String name) {
    return new org.apache.hadoop.fs.Path(root + "/" + name);
  }

  private FileSystem files() throws Exception {
    return path("x").getFileSystem(hadoop);
  }

  private void put(String name, String... lines) throws Exception {
    try (var out = files().create(path(name), true)) {
      out.write(String.join("\n", lines).getBytes(UTF_8));
    }
  }

  private Pipeline job(String sink) {
    return job(sink, root);
  }

  private Pipeline job(String sink, String root) {
    return new Lake(folder)
        .job(
            """
            name = visits
            source { type = read-files, format = csv, path = "%1$s/in", incremental = true
                     schema = "id int, day string", options { header = true } }
            sink %2$s
            rejects.path = "%1$s/bad"
            spark { "sql.codegen.wholeStage" = false, "sql.codegen.factoryMode" = NO_CODEGEN }
            """
                .formatted(root, sink.formatted(root)));
  }

  private List<String> rows(String name) {
    return spark
        .read()
        .parquet(root + "/" + name)
        .selectExpr("id || ' ' || day")
        .collectAsList()
        .stream()
        .map(row -> row.getString(0))
        .sorted()
        .toList();
  }

  private long copied() throws Exception {
    // The storage statistics of s3a are those of the first file system this JVM ever opened.
    return ((IOStatisticsSource) files()).getIOStatistics().counters().get("files_copied_bytes");
  }

  /** What was begun to be sent and not ended. */
  private int uploads() throws Exception {
    try (MultipartUploader uploader = files().createMultipartUploader(path("x")).build()) {
      return uploader
          .abortUploadsUnderPath(new org.apache.hadoop.fs.Path("s3a://" + BUCKET + "/"))
          .get();
    }
  }

  private Stream<String> staged(String below) throws Exception {
    List<String> found = new java.util.ArrayList<>();
    for (var all = files().listFiles(path(below), true); all.hasNext(); ) {
      found.add(all.next().getPath().toString());
    }
    return found.stream().filter(name -> name.contains("staging-"));
  }

  @Test
  void theJobFileMayLieThereToo() throws Exception {
    put("in/a.csv", "id,day", "1,mon");
    put(
        "job.conf",
        "name = visits",
        "source { type = read-files, format = csv, path = \"%s/in\", options { header = true } }"
            .formatted(root),
        "sink { type = write-files, path = \"%s/out\" }".formatted(root));
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    new Verbs(new PrintStream(said, true, UTF_8)).run(Arguments.parse("run", root + "/job.conf"));
    assertThat(said.toString(UTF_8)).contains("written   1 row", "-> " + root + "/out");
    new Verbs(new PrintStream(said, true, UTF_8)).run(Arguments.parse("report", root));
    assertThat(said.toString(UTF_8)).endsWith("1 run of 1 job: " + root + "/index.html\n");
    try (var in = files().open(path("index.html"))) {
      ParsedPage index = ParsedPage.of(new String(in.readAllBytes(), UTF_8));
      assertThat(index.attributes("a", "href"))
          .singleElement()
          .satisfies(page -> assertThat(files().exists(path(page))).isTrue());
    }
    assertThatThrownBy(
            () -> new Verbs(System.out).run(Arguments.parse("run", root + "/other.conf")))
        .hasMessageContaining(root + "/other.conf")
        .hasMessageContaining("no such file");
  }

  @Test
  void filesAreAddedWithoutACopyAndEachIsReadOnce() throws Exception {
    put("in/a.csv", "id,day", "1,mon", "x,tue", "2,tue");
    Pipeline job = job("{ type = write-files, path = \"%s/out\", mode = append }");
    long before = copied();
    job.run(spark);
    assertThat(rows("out")).containsExactly("1 mon", "2 tue");
    put("in/b.csv", "id,day", "3,wed");
    job.run(spark);
    assertThat(job.run(spark).nothingNew()).isPresent();
    assertThat(rows("out")).containsExactly("1 mon", "2 tue", "3 wed");
    assertThat(spark.read().parquet(root + "/bad").count()).isEqualTo(1);
    long data = files().getContentSummary(path("out")).getLength();
    // What is small and must be whole is written and renamed; no data file is.
    assertThat(copied() - before).isGreaterThan(0).isLessThan(20_000 + data / 100);
    assertThat(staged("")).isEmpty();
    assertThat(uploads()).isZero();
  }

  @Test
  void partitionsAreReplaced() throws Exception {
    put("in/a.csv", "id,day", "1,mon", "2,tue", "3,a:b %/c");
    Pipeline job =
        job(
            "{ type = write-files, path = \"%s/out\", mode = overwrite-partitions, partition-by = [day] }");
    job.run(spark);
    put("in/b.csv", "id,day", "4,tue");
    job.run(spark);
    assertThat(rows("out")).containsExactly("1 mon", "3 a:b %/c", "4 tue");
    assertThat(files().exists(path("out/_SUCCESS"))).isTrue();
    assertThat(uploads()).isZero();
  }

  @Test
  void changesAreMergedIntoFiles() throws Exception {
    put("in/a.csv", "id,day", "1,mon", "2,tue");
    Pipeline job =
        job(
            "{ type = merge-into-files, path = \"%s/out\", changes { keys = [id], sequence-by = [day] } }");
    job.run(spark);
    put("in/b.csv", "id,day", "2,wed", "3,mon");
    job.run(spark);
    assertThat(rows("out")).containsExactly("1 mon", "2 wed", "3 mon");
    assertThat(uploads()).isZero();
  }

  @Test
  void aRunThatFailsLeavesNothing() throws Exception {
    put("in/a.csv", "id,day", "1,mon", "x,tue");
    Pipeline job = job("{ type = write-files, path = \"%s/out\", mode = append }");
    assertThatThrownBy(() -> job.rejecting(Rejects.NONE).run(spark))
        .isInstanceOf(JobFailedException.class)
        .hasMessageContaining("not an int (column id) (s3a:");
    assertThat(staged("")).isEmpty();
    assertThat(uploads()).isZero();
  }

  @Test
  void aFileIsReadOnceHoweverItsPathIsSpelled() throws Exception {
    put("in/a.csv", "id,day", "1,mon", "x,tue");
    String sink = "{ type = write-files, path = \"%s/out\", mode = append }";
    RunReport first = job(sink).run(spark);
    String below = root.substring("s3a://lake/".length());
    for (String other :
        List.of(
            "s3://lake/" + below,
            "s3n://lake//" + below + "/.",
            "s3a://lake/elsewhere/../" + below + "/",
            "s3://lake/./" + below + "//")) {
      assertThat(job(sink, other).run(spark).nothingNew()).as(other).isPresent();
    }
    put("in/b.csv", "id,day", "2,tue");
    RunReport second = job(sink, "s3://lake/" + below).run(spark);
    assertThat(rows("out")).containsExactly("1 mon", "2 tue");
    assertThat(second.toJson()).doesNotContain("not written to before");
    assertThat(second.rowsRead()).isEqualTo(first.rowsRead() - 1);
    assertThatThrownBy(
            () ->
                job("{ type = write-files, path = \"%s/in/out\" }", "s3n://lake/" + below)
                    .run(spark))
        .hasMessageContaining("lies inside the input");
    assertThat(uploads()).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"s3a", "s3"})
  void whatAProcessThatDiedWasSendingIsEndedByTheNextRun(String scheme) throws Exception {
    root = root + "-" + scheme;
    put("in/a.csv", "id,day", "1,mon");
    Pipeline job = job("{ type = write-files, path = \"%s/out\", mode = append }");
    job.run(spark);
    var late = path("out/part-late.parquet");
    String spelled = late.toString().replace("s3a://", scheme + "://");
    String handle;
    try (MultipartUploader uploader = files().createMultipartUploader(late.getParent()).build()) {
      handle = Base64.getEncoder().encodeToString(uploader.startUpload(late).get().toByteArray());
    }
    put(
        "out/_millrace/staging-dead/part-late.parquet.upload",
        "{\"path\":\"%s\",\"upload\":\"%s\",\"parts\":[]}".formatted(spelled, handle));
    put(
        "out/_millrace/publishing-dead.json",
        "{\"run\":\"dead\",\"marker\":\"\",\"marked\":true,\"created\":[\"%s\"],\"replaced\":[]}"
            .formatted(spelled));
    put("in/b.csv", "id,day", "2,tue");
    job.run(spark);
    assertThat(rows("out")).containsExactly("1 mon", "2 tue");
    assertThat(files().exists(path("out/_millrace/publishing-dead.json"))).isFalse();
    assertThat(staged("")).isEmpty();
    assertThat(uploads()).isZero();
  }
}
