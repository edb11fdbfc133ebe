package io.millrace.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.jobs.io.Reading;
import io.millrace.jobs.sample.SampleLake;
import io.millrace.support.SparkExtension;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A process that is killed leaves nothing that readers take for a result. */
@ExtendWith(SparkExtension.class)
class KilledTest {

  private static final long SEED = 20180117;

  /** Each costs a start of Spark; {@code CrashTest} stops after every single change instead. */
  private static final int MOMENTS = Integer.getInteger("millrace.kills", 2);

  @TempDir private Path folder;

  private static Pipeline job(Path folder, String run) {
    Lake lake = new Lake(folder);
    return Lake.shipped(
        "flatten-weblogs.conf",
        Map.of("vars.raw", lake.text("raw"), "vars.curated", lake.text(run)));
  }

  /** Says which part of the run has begun. */
  private record Says() implements Progress {
    @Override
    public void part(String name) {
      System.out.println(name);
    }

    @Override
    public void reading(Reading reading) {}

    @Override
    public void close() {}
  }

  /** What the child runs: the job into one folder after the other. */
  public static final class Child {
    private Child() {}

    /** Runs the job over and over. */
    public static void main(String[] args) {
      SparkSession spark = ChildJvm.session("local[2]");
      for (int run = 0; ; run++) {
        System.out.println("run " + run);
        new Execution(
                job(Path.of(args[0]), args[1] + "-" + run), spark, new Says(), Bookmark.ENABLED)
            .run();
      }
    }
  }

  @Test
  void nothingIsMarkedAsFinishedAndTheNextRunIsWhole(SparkSession spark) throws Exception {
    System.out.println("seed " + SEED);
    Random random = new Random(SEED);
    new SampleLake(folder.toString(), 20_000, 100, SEED, 0.02)
        .write(new Configuration(), Set.of("useractivity"));
    job(folder, "expected").run(spark);
    long expected = fingerprint(spark, "expected");

    int unfinished = 0;
    for (int moment = 0; moment < MOMENTS; moment++) {
      String name = "moment-" + moment;
      ChildJvm child =
          ChildJvm.start(
              folder,
              Child.class,
              List.of("-Dmillrace.basedir=" + Lake.PROJECT),
              folder.toString(),
              name);
      child.await("run " + random.nextInt(2));
      Thread.sleep(700 + random.nextInt(1_800));
      awaitWriting(child, name);
      // The first one at once, so that not all can have ended by then, however fast they are.
      Thread.sleep(moment == 0 ? 0 : random.nextInt(400));
      child.process().destroyForcibly();
      String said = child.said();
      unfinished +=
          check(
              spark, name, said.substring(said.lastIndexOf("run ")).contains("publish"), expected);
    }
    assertThat(unfinished).as("runs killed before their end").isPositive();
  }

  /** Waits until a run has made its folder and not yet begun to publish. */
  private void awaitWriting(ChildJvm child, String name) throws Exception {
    boolean writes = false;
    while (!writes && child.process().isAlive()) {
      String said = Files.readString(child.out());
      String last = said.substring(Math.max(0, said.lastIndexOf("run ")));
      Path made =
          new Lake(folder)
              .path(name + "-" + last.lines().findFirst().orElse("").replace("run ", ""));
      writes = last.contains("write") && !last.contains("publish") && Files.exists(made);
      Thread.sleep(writes ? 0 : 5);
    }
  }

  /** The folders of one child: whole where marked, unseen where publishing had not begun. */
  private int check(SparkSession spark, String name, boolean published, long expected) {
    Lake lake = new Lake(folder);
    int unfinished = 0;
    for (int run = 0; Files.exists(lake.path(name + "-" + run)); run++) {
      String curated = name + "-" + run;
      boolean last = !Files.exists(lake.path(name + "-" + (run + 1)));
      if (Files.exists(lake.path(curated + "/useractivityconverted/_SUCCESS"))) {
        assertThat(fingerprint(spark, curated)).as(curated).isEqualTo(expected);
        continue;
      }
      unfinished++;
      assertThat(last).as("only the last run may be unfinished").isTrue();
      if (!published) {
        assertThat(lake.data(curated + "/useractivityconverted")).as(curated).isEmpty();
      }
      job(folder, curated).run(spark);
      assertThat(fingerprint(spark, curated))
          .as(curated + " after the next run")
          .isEqualTo(expected);
    }
    return unfinished;
  }

  /** Depends on every row and on how often it is there, not on their order. */
  private long fingerprint(SparkSession spark, String curated) {
    return new Lake(folder)
        .rows(spark, curated + "/useractivityconverted")
        .selectExpr("sum(xxhash64(struct(*)) % 1000000007) * 100000 + count(*)")
        .first()
        .getLong(0);
  }
}
