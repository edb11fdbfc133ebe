package io.millrace.jobs.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.jobs.table.Compact;
import io.millrace.jobs.table.ExpireSnapshots;
import io.millrace.jobs.table.TableFormat;
import io.millrace.support.SparkExtension;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What of maintenance is done, and told, where it may not go on to its end. */
@ExtendWith(SparkExtension.class)
class MaintainInPartTest {

  private static final Compact ALL = compact(List.of(), Optional.empty(), "rewrite-all", "true");

  @TempDir private Path folder;

  private static Compact compact(
      List<String> sortBy, Optional<Integer> files, String option, String value) {
    return new Compact(Optional.empty(), sortBy, Optional.empty(), files, Map.of(option, value));
  }

  private static MaintainTable within(Duration time, Compact compact, boolean manifests) {
    return new MaintainTable(
        "lake.shop.orders",
        TableFormat.ICEBERG,
        Optional.of(compact),
        Optional.empty(),
        Optional.empty(),
        manifests,
        Optional.of(time));
  }

  private static void write(SparkSession spark) {
    spark.sql("CREATE TABLE lake.shop.orders (id INT) USING iceberg");
    for (int i = 0; i < 3; i++) {
      spark.sql("INSERT INTO lake.shop.orders VALUES (%s)".formatted(i));
    }
  }

  @Test
  void compactionInRoundsEndsAndOneWithoutTimeIsNotBegun(SparkSession spark) {
    new Tables(spark, TableFormat.ICEBERG, folder).name("orders");
    spark.sql("CREATE TABLE lake.shop.orders (id INT) USING iceberg PARTITIONED BY (id)");
    for (int commit = 0; commit < 3; commit++) {
      spark.sql("INSERT INTO lake.shop.orders SELECT /*+ REPARTITION(1) */ id FROM range(4)");
    }
    assertThat(spark.sql("SELECT * FROM lake.shop.orders.files").count()).isEqualTo(12);
    Compact small = compact(List.of("id"), Optional.of(2), "max-files-to-rewrite", "6");
    Map<String, Object> done = within(Duration.ofMinutes(5), small, true).run(spark);
    assertThat(done.get("compact").toString())
        .contains("rewritten-data-files=12")
        .doesNotContain("unfinished");
    assertThat(spark.sql("SELECT * FROM lake.shop.orders.files").count()).isEqualTo(4);
    assertThat(
            spark
                .sql("SELECT * FROM lake.shop.orders.snapshots WHERE operation = 'replace'")
                .count())
        .as("rounds, and manifests")
        .isEqualTo(2 + 1);
    assertThat(spark.table("lake.shop.orders").count()).isEqualTo(12);
    assertThat(within(Duration.ofNanos(1), small, true).run(spark))
        .containsEntry("compact", "not begun: the time was over");
  }

  /** Iceberg rewrites all of them each time, so that no round would be the last. */
  @Test
  void compactionThatWouldNotEndSaysSo(SparkSession spark) {
    new Tables(spark, TableFormat.ICEBERG, folder).name("orders");
    write(spark);
    assertThat(within(Duration.ofMinutes(5), ALL, false).run(spark).get("compact").toString())
        .contains("rewritten-data-files=4")
        .contains("unfinished=more files were rewritten than there were; another run goes on");
    assertThat(spark.table("lake.shop.orders").count()).isEqualTo(3);
  }

  @Test
  void whatWasDoneBeforeAFailureIsTold(SparkSession spark) {
    new Tables(spark, TableFormat.ICEBERG, folder).name("orders");
    write(spark);
    spark.sql("ALTER TABLE lake.shop.orders SET TBLPROPERTIES ('gc.enabled' = 'false')");
    MaintainTable action =
        new MaintainTable(
            "lake.shop.orders",
            TableFormat.ICEBERG,
            Optional.of(ALL),
            Optional.of(new ExpireSnapshots(Duration.ZERO, 1)),
            Optional.empty(),
            false,
            Optional.empty());
    ActionPlan plan = action.look(spark);
    Map<String, Object> done = new LinkedHashMap<>();
    assertThatThrownBy(() -> plan.work().accept(done))
        .hasMessageContaining("expire-snapshots failed, and what was done before it stays");
    assertThat(done.get("compact").toString()).contains("rewritten-data-files=3");
    assertThat(done).containsEntry("expire-snapshots", Map.of());
  }
}
