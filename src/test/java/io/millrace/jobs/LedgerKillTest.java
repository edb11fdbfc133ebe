package io.millrace.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.jobs.io.Reading;
import io.millrace.support.SparkExtension;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.apache.iceberg.events.CreateSnapshotEvent;
import org.apache.iceberg.events.Listeners;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Incremental jobs that are killed, and run again: nothing is lost, doubled or left over. A process
 * runs every {@link LedgerJob} at once, so that one kill meets each of them somewhere else; and a
 * disk dies under each job after a number of changes. {@code -Dmillrace.kills=200} kills so many
 * processes, and {@code -Dmillrace.changes=1} lets the disk die after every single change.
 */
@ExtendWith(SparkExtension.class)
class LedgerKillTest {

  private static final int KILLS = Integer.getInteger("millrace.kills", 1);

  /** From one number of changes to the next. */
  private static final int STRIDE = Integer.getInteger("millrace.changes", 180);

  private static final long SEED = Long.getLong("millrace.seed", 20180117);

  @TempDir private Path folder;

  @AfterEach
  void heal() {
    FaultyFileSystem.heal();
  }

  /** Says which part of a job has begun. */
  private record Says(LedgerJob job) implements Progress {
    @Override
    public void part(String name) {
      System.out.println(job + " " + name);
    }

    @Override
    public void reading(Reading reading) {}

    @Override
    public void close() {}
  }

  /** What is killed. */
  public static final class Child {
    private Child() {}

    /** Runs all jobs at once, when it has said that it is ready. */
    public static void main(String[] args) throws Exception {
      SparkSession spark = ChildJvm.session("local[2]");
      FaultyFileSystem.register(spark.sparkContext().hadoopConfiguration());
      spark.range(1).count();
      System.out.println("ready");
      ExecutorService threads = Executors.newFixedThreadPool(LedgerJob.values().length);
      List<Future<?>> all = new ArrayList<>();
      for (LedgerJob job : LedgerJob.values()) {
        all.add(threads.submit(() -> run(job, Path.of(args[0]), spark)));
      }
      for (Future<?> one : all) {
        one.get();
      }
      threads.shutdown();
      spark.stop();
    }

    private static Void run(LedgerJob job, Path folder, SparkSession spark) throws Exception {
      Pipeline pipeline = job.in(folder);
      try {
        new Execution(
                pipeline,
                Sessions.beside(spark, pipeline.spark()).spark(),
                new Says(job),
                Bookmark.ENABLED)
            .run();
        System.out.println(job + " ended");
      } catch (JobFailedException e) {
        System.out.println(job + " failed: " + e.getMessage());
      }
      return null;
    }
  }

  @Test
  void whereverProcessesAreKilledTheNextRunMakesAllRight(SparkSession spark) throws Exception {
    System.out.println("seed " + SEED);
    FaultyFileSystem.register(spark.sparkContext().hadoopConfiguration());
    Random random = new Random(SEED);
    Map<String, Integer> where = new TreeMap<>();
    for (int kill = 0; kill < KILLS; kill++) {
      for (LedgerJob job : LedgerJob.values()) {
        job.add(folder, kill);
      }
      String said = killed(random);
      assertThat(said).as("kill %s", kill).doesNotContain("failed: ");
      for (LedgerJob job : LedgerJob.values()) {
        String last =
            said.lines().filter(line -> line.startsWith(job + " ")).reduce((a, b) -> b).orElse("");
        String at = last.isEmpty() ? "not begun" : last.substring(job.name().length() + 1);
        where.merge(at, 1, Integer::sum);
        String after = "kill %s at %s".formatted(kill, at);
        assertWhole(job, spark, kill, after);
        after += ", recovered " + job.in(folder).run(spark).json().get("recovered");
        job.check(folder, spark, kill + 1, after);
      }
      System.out.println("killed " + (kill + 1) + ", jobs were at " + where);
    }
    if (KILLS > 5) {
      assertThat(where.keySet()).as("where jobs were").contains("publish").hasSizeGreaterThan(2);
    }
  }

  /** Kills a process at a random moment, or when some job says that it has come to some part. */
  private String killed(Random random) throws Exception {
    ChildJvm child =
        ChildJvm.start(
            folder, Child.class, List.of("-Dmillrace.basedir=" + Lake.PROJECT), folder.toString());
    child.await("ready");
    LedgerJob job = LedgerJob.values()[random.nextInt(LedgerJob.values().length)];
    if (random.nextInt(4) > 0) {
      child.await(job + " " + job.parts().get(random.nextInt(job.parts().size())));
      Thread.sleep(Math.max(0, random.nextInt(600) - 300));
    } else {
      Thread.sleep(random.nextInt(20_000));
    }
    child.process().destroyForcibly();
    return child.said();
  }

  /** Readers of a table see a batch or they do not; files are whole where they are marked so. */
  private void assertWhole(LedgerJob job, SparkSession spark, int done, String after)
      throws Exception {
    Map<String, List<String>> seen = job.seen(folder, spark);
    Lake lake = new Lake(folder.resolve(job.word()));
    for (String output : seen.keySet()) {
      boolean files = lake.path(output).toFile().isDirectory();
      if (!files || lake.path(output + "/_SUCCESS").toFile().exists()) {
        assertThat(seen.get(output))
            .as("%s of %s, %s", output, job.word(), after)
            .isIn(job.expected(done).get(output), job.expected(done + 1).get(output));
      }
    }
  }

  /** In this process, so that it takes no start of another; reads go on, as they harm nothing. */
  @ParameterizedTest
  @EnumSource
  void wheneverTheDiskDiesTheNextRunMakesAllRight(LedgerJob job, SparkSession spark)
      throws Exception {
    FaultyFileSystem.register(spark.sparkContext().hadoopConfiguration());
    Pipeline pipeline = job.in(folder);
    Map<String, Integer> ends = new TreeMap<>();
    boolean through = false;
    int batch = 0;
    for (int changes = STRIDE / 2; !through; changes += STRIDE) {
      job.add(folder, batch);
      FaultyFileSystem.dieAfter(changes);
      String end = "died";
      try {
        Object unfinished = pipeline.run(spark).json().get("unfinished");
        end = unfinished == null || unfinished.equals(List.of()) ? "ended" : "unfinished";
        through = end.equals("ended") && !FaultyFileSystem.isDead();
      } catch (JobFailedException e) {
        // A library may try again on the dead disk, and then speak of what it finds there.
        assertThat(FaultyFileSystem.isDead())
            .as("%s after %s changes: %s", job, changes, e.getMessage())
            .isTrue();
      }
      FaultyFileSystem.heal();
      String after = "after %s changes, %s".formatted(changes, end);
      assertWhole(job, spark, batch, after);
      Object recovered = pipeline.run(spark).json().get("recovered");
      batch++;
      job.check(folder, spark, batch, after + ", recovered " + recovered);
      ends.merge(
          end
              + (recovered == null
                  ? ""
                  : recovered.toString().contains("again") ? ", read again" : ", marked"),
          1,
          Integer::sum);
      assertThat(changes).as("changes of a run").isLessThan(1000);
    }
    System.out.println(job + ": " + ends);
  }

  @ParameterizedTest
  @CsvSource({
    "TABLE_APPEND, had written but not marked as done",
    "TABLE_MERGE, 'had begun, is read again'",
    "TWO_OUTPUTS, 'had begun, is read again'",
    "APPEND, 'had begun, is read again'"
  })
  void aRunThatDiesBeforeItIsDecidedIsDecidedByItsTableOrRepeated(
      LedgerJob job, String how, SparkSession spark) throws Exception {
    FaultyFileSystem.register(spark.sparkContext().hadoopConfiguration());
    job.add(folder, 0);
    Pipeline pipeline = job.in(folder);
    FaultyFileSystem.dieAt("._committed-");
    assertThatThrownBy(() -> pipeline.run(spark)).hasMessageContaining("the disk is gone");
    FaultyFileSystem.heal();
    RunReport report = pipeline.run(spark);
    assertThat(report.json().get("recovered").toString()).endsWith(how);
    job.check(folder, spark, 1, how);
    assertThat(report.toJson().contains("rows-there-before"))
        .as("the table's rows are not written again")
        .isEqualTo(job == LedgerJob.TWO_OUTPUTS);
  }

  /** As a process does that stands still, after its commit, for longer than its locks hold. */
  @ParameterizedTest
  @EnumSource(names = {"TABLE_APPEND", "TABLE_MERGE", "TWO_OUTPUTS"})
  void aRunThatIsTakenOverAfterItsCommitLeavesWhatTheOtherCountsOn(
      LedgerJob job, SparkSession spark) throws Exception {
    FaultyFileSystem.register(spark.sparkContext().hadoopConfiguration());
    job.add(folder, 0);
    AtomicBoolean stoodStill = new AtomicBoolean();
    AtomicReference<RunReport> other = new AtomicReference<>();
    Listeners.register(
        commit -> {
          if (commit.tableName().endsWith("." + job.word()) && !stoodStill.getAndSet(true)) {
            loseLocks();
            other.set(CompletableFuture.supplyAsync(() -> run(job, spark)).join());
          }
        },
        CreateSnapshotEvent.class);
    assertThatThrownBy(() -> job.in(folder).run(spark))
        .isInstanceOf(JobFailedException.class)
        .hasMessageContaining("was lost, because this process stood still");
    assertThat(other.get()).as("the run that took over").isNotNull();
    assertThat(other.get().json()).containsKey("recovered");
    job.check(folder, spark, 1, "taken over");
    job.add(folder, 1);
    job.in(folder).run(spark);
    job.check(folder, spark, 2, "and once more");
  }

  private RunReport run(LedgerJob job, SparkSession spark) {
    try {
      return job.in(folder).run(spark);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** As when nobody has renewed them. */
  private void loseLocks() {
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path file : all.filter(path -> path.getParent().endsWith("lock")).toList()) {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
