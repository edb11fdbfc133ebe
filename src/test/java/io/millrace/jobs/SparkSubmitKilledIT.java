package io.millrace.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.support.SparkExtension;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Processes of a standalone cluster that are killed while a job of the packaged jar runs. */
@ExtendWith(SparkExtension.class)
class SparkSubmitKilledIT {

  @TempDir private Path folder;

  @Test
  void whatIsKilledCostsNoRowAndDoublesNone(SparkSession spark) throws Exception {
    SubmittedWeblogs weblogs = SubmittedWeblogs.in(folder, spark);
    try (SparkCluster cluster = SparkCluster.start(weblogs.home())) {
      driver(weblogs, cluster, spark);
      worker(weblogs, cluster, spark);
    }
  }

  /** Its executors live on for a moment and write; the next run takes the batch up again. */
  private static void driver(SubmittedWeblogs weblogs, SparkCluster cluster, SparkSession spark)
      throws Exception {
    String[] rows = {"new-useractivity", "rejects/new-useractivity"};
    Process driver = weblogs.start("flatten-new-weblogs.conf", "driver", cluster.options());
    weblogs.awaitFiles(driver, "driver", 5);
    driver.destroyForcibly().waitFor();
    Lake lake = new Lake(weblogs.folder());
    assertThat(lake.data("driver/new-useractivity")).as("rows of the run that died").isEmpty();

    SparkHome.Ended again =
        weblogs.submitJob("flatten-new-weblogs.conf", "driver", cluster.options());
    assertThat(again.exit()).as(again.err()).isZero();
    assertThat(again.out()).contains("recovered");
    weblogs.requireRows(spark, "driver", rows);
    SparkHome.Ended nothing =
        weblogs.submitJob("flatten-new-weblogs.conf", "driver", cluster.options());
    assertThat(nothing.out()).contains("nothing new");
    weblogs.requireRows(spark, "driver", rows);
  }

  /** Spark does the tasks of the worker again, and the job is none the wiser. */
  private static void worker(SubmittedWeblogs weblogs, SparkCluster cluster, SparkSession spark)
      throws Exception {
    Process job = weblogs.start("flatten-weblogs.conf", "worker", cluster.options());
    weblogs.awaitFiles(job, "worker", 5);
    cluster.kill(SparkCluster.WORKERS.get(0));
    assertThat(job.waitFor(15, TimeUnit.MINUTES)).isTrue();
    SparkHome.Ended ended =
        new SparkHome.Ended(
            job.exitValue(), weblogs.home().text("worker.out"), weblogs.home().text("worker.err"));
    assertThat(ended.err()).as("the job ran when the worker was killed").contains("Lost executor");
    weblogs.requireRows("worker", ended, spark);
  }
}
