package io.millrace.jobs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.support.S3Server;
import io.millrace.support.SparkExtension;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ForkJoinPool;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocatedFileStatus;
import org.apache.hadoop.fs.RemoteIterator;
import org.apache.hadoop.fs.statistics.IOStatisticsSource;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * A source of many objects: what a run asks the store does not grow by more than one reading of
 * each. {@code -Dmillrace.objects=100000} for many.
 */
@ExtendWith(SparkExtension.class)
class ManyObjectsTest {

  private static final String BUCKET = "lake";
  private static final int OBJECTS = Integer.getInteger("millrace.objects", 120);
  private static final String READ = "action_http_get_request";
  private static final String LOOKED = "action_http_head_request";
  private static final String LISTED = "object_list_request";
  private static final int FOLDERS = Math.max(1, OBJECTS / 1000);

  private static S3Server server;
  private static Configuration hadoop;

  @TempDir private Path folder;

  @BeforeAll
  static void fill(@TempDir Path folder, SparkSession spark) throws Exception {
    server = S3Server.start(folder, BUCKET, OBJECTS / 25 + 256);
    hadoop = spark.sparkContext().hadoopConfiguration();
    server.register(hadoop, BUCKET);
    ForkJoinPool pool = new ForkJoinPool(8);
    try {
      pool.submit(() -> IntStream.range(0, OBJECTS).parallel().forEach(ManyObjectsTest::put)).get();
    } finally {
      pool.shutdown();
    }
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static void put(int id) {
    put("in/day=" + id % FOLDERS + "/" + id + ".csv", id + ",a\n");
  }

  private static void put(String key, String text) {
    var path = new org.apache.hadoop.fs.Path("s3a://" + BUCKET + "/" + key);
    try (FSDataOutputStream out = path.getFileSystem(hadoop).create(path, true)) {
      out.write(text.getBytes(UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Map<String, Long> calls() throws Exception {
    FileSystem files = FileSystem.get(URI.create("s3a://" + BUCKET), hadoop);
    Map<String, Long> calls = new TreeMap<>();
    ((IOStatisticsSource) files)
        .getIOStatistics()
        .counters()
        .forEach(
            (name, count) -> {
              if (name.matches("(object_.*request.*|action_http_.*_request|files_copied)")) {
                calls.put(name, count);
              }
            });
    return calls;
  }

  private static Map<String, Long> run(Pipeline job, SparkSession spark) throws Exception {
    Map<String, Long> before = calls();
    long begun = System.nanoTime();
    job.run(spark);
    double seconds = (System.nanoTime() - begun) / 1e9;
    Map<String, Long> calls = calls();
    before.forEach((name, count) -> calls.merge(name, -count, Long::sum));
    calls.values().removeIf(count -> count == 0);
    System.out.printf("%d objects: %.1f s, calls %s%n", OBJECTS, seconds, calls);
    return calls;
  }

  @Test
  void eachIsReadOnceAndThenNoMore(SparkSession spark) throws Exception {
    Pipeline job =
        new Lake(folder)
            .job(
                """
                name = many
                source { type = read-files, format = csv, path = "s3a://lake/in", incremental = true
                         schema = "id int, word string" }
                sink { type = write-files, path = "s3a://lake/out", mode = append }
                spark { "sql.codegen.wholeStage" = false, "sql.codegen.factoryMode" = NO_CODEGEN }
                """);
    System.out.printf("%d objects: listed by S3A alone in %.1f s%n", OBJECTS, listed());
    Map<String, Long> first = run(job, spark);
    assertThat(spark.read().parquet("s3a://lake/out").distinct().count()).isEqualTo(OBJECTS);
    Map<String, Long> second = run(job, spark);
    put("in/day=0/one-more.csv", "-1,b\n");
    Map<String, Long> third = run(job, spark);
    assertThat(spark.read().parquet("s3a://lake/out").distinct().count()).isEqualTo(OBJECTS + 1);
    assertThat(first).hasEntrySatisfying(READ, reads -> isAbout(reads, OBJECTS));
    assertThat(first).hasEntrySatisfying(LOOKED, looks -> isAbout(looks, OBJECTS));
    for (Map<String, Long> later : List.of(second, third)) {
      assertThat(later).hasEntrySatisfying(READ, reads -> isAbout(reads, 0));
      assertThat(later).hasEntrySatisfying(LOOKED, looks -> isAbout(looks, 0));
    }
    for (Map<String, Long> any : List.of(first, second, third)) {
      assertThat(any)
          .hasEntrySatisfying(LISTED, lists -> assertThat(lists).isLessThan(100 + OBJECTS / 10));
    }
  }

  /** What the store itself takes for it, in seconds. */
  private static double listed() throws Exception {
    long begun = System.nanoTime();
    var in = new org.apache.hadoop.fs.Path("s3a://" + BUCKET + "/in");
    RemoteIterator<LocatedFileStatus> files = in.getFileSystem(hadoop).listFiles(in, true);
    int seen = 0;
    for (; files.hasNext(); seen++) {
      files.next();
    }
    assertThat(seen).isEqualTo(OBJECTS);
    return (System.nanoTime() - begun) / 1e9;
  }

  /** Ledger, locks and markers ask for some more, and so does each file that is written. */
  private static void isAbout(long calls, long objects) {
    assertThat(calls).isBetween(objects, objects + objects / 10 + 100);
  }
}
