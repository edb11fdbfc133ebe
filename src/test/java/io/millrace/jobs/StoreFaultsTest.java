package io.millrace.jobs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.faults.FaultyProxy;
import io.millrace.faults.Weather;
import io.millrace.jobs.ledger.Ledger;
import io.millrace.support.SparkExtension;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * An object store that throttles, loses calls and answers, cuts answers short, or is away for a
 * while: a run ends right, or fails clean and the next one ends right. {@code -Dmillrace.faults=40}
 * for more runs, {@code -Dmillrace.faults.seed} for others.
 */
@ExtendWith(SparkExtension.class)
class StoreFaultsTest {

  private static final String BUCKET = GlueLake.BUCKET;
  private static final int RUNS = Integer.getInteger("millrace.faults", 2);
  private static final long SEED = Long.getLong("millrace.faults.seed", System.nanoTime());

  private static final double SHARE = 0.04;
  private static final Weather WEATHER = new Weather(SEED);
  private static GlueLake lake;
  private static FaultyProxy proxy;

  @TempDir private Path folder;
  private final Random random = new Random(SEED);
  private final Map<FaultyJob, Integer> batches = new HashMap<>();
  private final Map<String, Integer> outcomes = new TreeMap<>();
  private SparkSession spark;
  private Configuration hadoop;
  private RunReport last;
  private int told;

  @BeforeAll
  static void start(@TempDir Path folder) throws Exception {
    lake = GlueLake.start(folder);
    lake.makeDatabase("faults");
    proxy = new FaultyProxy(lake.s3.endpoint(), WEATHER);
  }

  @AfterAll
  static void stop() throws Exception {
    WEATHER.calm();
    lake.close();
    proxy.close();
  }

  /** So that what a store refuses for long is given up within seconds, not hours. */
  private void hurry() {
    Map<String, String> settings =
        Map.of(
            "attempts.maximum", "2",
            "retry.limit", "4",
            "retry.interval", "20ms",
            "retry.throttle.limit", "5",
            "retry.throttle.interval", "20ms");
    settings.forEach((key, value) -> hadoop.set("fs.s3a.bucket." + BUCKET + "." + key, value));
  }

  private void put(FaultyJob job, int batch) throws Exception {
    var file = new org.apache.hadoop.fs.Path(job.root(BUCKET) + "/in/" + batch + ".csv");
    try (var out = file.getFileSystem(hadoop).create(file, true)) {
      out.write((String.join("\n", FaultyJob.lines(batch)) + "\n").getBytes(UTF_8));
    }
  }

  @Test
  void everyRunEndsRightOrTheNextOneDoes(SparkSession session) throws Exception {
    System.out.println("seed " + SEED);
    spark = LakeCatalog.session(session, lake.settingsOfHadoop());
    hadoop = spark.sparkContext().hadoopConfiguration();
    lake.s3.register(hadoop, BUCKET, proxy.endpoint());
    hurry();
    for (int run = 0; run < RUNS; run++) {
      FaultyJob job = FaultyJob.values()[run % FaultyJob.values().length];
      int calls = random.nextInt(200);
      boolean away = (run + run / FaultyJob.values().length) % 2 == 1;
      int longFor = random.nextBoolean() ? 30 : 100_000;
      once(
          job,
          away ? () -> WEATHER.outage(calls, longFor) : () -> WEATHER.rough(SHARE),
          "seed %s, run %s, %s, %s"
              .formatted(SEED, run, job, away ? "away after %s calls".formatted(calls) : "rough"));
    }
    System.out.println("outcomes " + outcomes);
    System.out.println("leftovers told in " + told + " runs");
    System.out.println("faults " + WEATHER.faults());
    System.out.println("calls " + WEATHER.calls());
    // What is small and must be whole is renamed, so copied; rows never are.
    assertThat(WEATHER.copied()).isEmpty();
    assertThat(WEATHER.faults()).isNotEmpty();
  }

  private void once(FaultyJob job, Runnable weather, String as) throws Exception {
    int before = batches.getOrDefault(job, 0);
    put(job, before);
    Pipeline pipeline = job.pipeline(new Lake(folder), BUCKET, before, lake.settingsOfHadoop());
    weather.run();
    String outcome = attempt(pipeline);
    WEATHER.calm();
    requireLeftoversTold(job, as);
    outcomes.merge(outcome, 1, Integer::sum);
    System.out.println(as + ": " + outcome);
    if (!outcome.equals("right")) {
      requireNothingHalf(job, before, as);
      RunReport next = pipeline.run(spark);
      System.out.println("  then: " + next.json().getOrDefault("recovered", "read again"));
    }
    batches.put(job, before + 1);
    assertThat(job.seen(spark, BUCKET)).as(as).isEqualTo(job.expected(before + 1));
    assertThat(job.seenRejects(spark, BUCKET))
        .as(as)
        .isEqualTo(FaultyJob.expectedRejects(before + 1));
    Ledger ledger =
        Ledger.open(
            new org.apache.hadoop.fs.Path(pipeline.ledgerFolder()), pipeline.name(), hadoop);
    assertThat(ledger.openBatch()).as(as).isEmpty();
    assertThat(ledger.size()).as(as).isEqualTo(before + 1L);
    requireNothingLeft(job, pipeline, as);
  }

  /** A store that is away when a run ends keeps the run's claim, which the next one removes. */
  private void requireNothingLeft(FaultyJob job, Pipeline pipeline, String as) throws Exception {
    List<String> left = unfinished(job);
    if (!left.isEmpty()) {
      assertThat(left).as(as).singleElement().asString().endsWith("/lock/" + last.id() + ".json");
      assertThat(pipeline.run(spark).nothingNew()).as(as).isPresent();
      assertThat(unfinished(job)).as(as).isEmpty();
    }
  }

  private String attempt(Pipeline pipeline) {
    try {
      RunReport report = pipeline.run(spark);
      last = report;
      return report.json().containsKey("unfinished") ? "right, but unfinished" : "right";
    } catch (JobFailedException e) {
      last = e.report();
      System.out.println("  " + e.getMessage());
      return "failed";
    }
  }

  /**
   * Of files: what is marked as finished is finished. Of a table: a commit is there or it is not.
   */
  private void requireNothingHalf(FaultyJob job, int before, String as) throws Exception {
    var success = new org.apache.hadoop.fs.Path(job.out(BUCKET, "b" + before) + "/_SUCCESS");
    if (job.isTable() || success.getFileSystem(hadoop).exists(success)) {
      assertThat(job.seen(spark, BUCKET))
          .as(as)
          .isIn(job.expected(before), job.expected(before + 1));
    }
  }

  /** What a failed run has staged and not removed stands in its report. */
  private void requireLeftoversTold(FaultyJob job, String as) throws Exception {
    List<String> left = names(job, ".*/_millrace/staging-" + last.id() + "/.*");
    if (!left.isEmpty() && last.json().get("outcome").equals("failed")) {
      assertThat(String.valueOf(last.json().get("leftovers")))
          .as(as)
          .contains("_millrace/staging-" + last.id());
      told++;
    }
  }

  /** What only a run in progress has, or one that died. */
  private List<String> unfinished(FaultyJob job) throws Exception {
    return names(job, ".*(_millrace/publishing-|/lock/).+");
  }

  private List<String> names(FaultyJob job, String pattern) throws Exception {
    var root = new org.apache.hadoop.fs.Path(job.root(BUCKET));
    FileSystem files = root.getFileSystem(hadoop);
    List<String> found = new ArrayList<>();
    for (var all = files.listFiles(root, true); all.hasNext(); ) {
      String name = all.next().getPath().toString();
      if (name.matches(pattern)) {
        found.add(name);
      }
    }
    return found;
  }
}
