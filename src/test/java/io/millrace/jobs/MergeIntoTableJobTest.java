package io.millrace.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.support.SparkExtension;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A job file that merges changes into a table. */
@ExtendWith(SparkExtension.class)
class MergeIntoTableJobTest {

  @TempDir private Path folder;

  private Lake lake() {
    return new Lake(folder);
  }

  @BeforeEach
  void job() throws Exception {
    Files.createDirectories(folder.resolve("warehouse/shop"));
    lake()
        .write(
            "in/a.csv",
            "op,n,id,item",
            "I,1,1,a",
            "I,2,2,b",
            "U,3,,x",
            "U,4,1,A",
            "D,5,2,",
            "I,z,7,y");
    lake()
        .write(
            "job.conf",
            "name = orders",
            "spark {",
            "  master = \"local[1]\", ui.enabled = false, driver.bindAddress = \"127.0.0.1\"",
            "  \"sql.catalog.lake\" = org.apache.iceberg.spark.SparkCatalog",
            "  \"sql.catalog.lake.type\" = hadoop",
            "  \"sql.catalog.lake.warehouse\" = \"" + folder + "/warehouse\"",
            "}",
            "source { type = read-files, format = csv, path = \"" + folder + "/in\"",
            "  schema = \"op string, n int, id int, item string\", options { header = true } }",
            "outputs = [ { sink { type = merge-into-table, table = lake.shop.orders, format = iceberg",
            "  changes { keys = [id], sequence-by = [n], apply-as-delete-when = \"op = 'D'\", except-columns = [op, n] } } }",
            "  { sink { type = write-files, path = \"" + folder + "/copy\", mode = overwrite } } ]",
            "rejects.path = \"" + folder + "/bad\"",
            "reports = \"" + folder + "/reports\"");
  }

  private List<String> table(SparkSession spark) {
    Map.of(
            "spark.sql.catalog.lake", "org.apache.iceberg.spark.SparkCatalog",
            "spark.sql.catalog.lake.type", "hadoop",
            "spark.sql.catalog.lake.warehouse", folder + "/warehouse",
            "spark.sql.catalog.lake.cache-enabled", "false")
        .forEach(spark.conf()::set);
    return spark.table("lake.shop.orders").select("id", "item").collectAsList().stream()
        .map(Row::toString)
        .sorted()
        .toList();
  }

  @Test
  void rowsReadAreRowsMergedAndRejectedAndAnotherOutputsFailureTakesThemBack(SparkSession spark)
      throws Exception {
    Pipeline job = Lake.bound(folder.resolve("job.conf"), Map.of()).pipeline();
    RunReport report = job.run(spark);
    Balance balance = report.balances().get(0);
    assertThat(List.of(balance.read(), balance.written(), balance.rejected()))
        .containsExactly(6L, 4L, 2L);
    assertThat(report.toJson()).contains("\"keys\" : 2");
    assertThat(
            lake().rows(spark, "bad").select("rule", "reason").collectAsList().stream()
                .map(Row::toString))
        .containsExactlyInAnyOrder("[read,not an int]", "[changes,the key column id is null]");
    assertThat(table(spark)).containsExactly("[1,A]");

    lake().write("in/b.csv", "op,n,id,item", "U,9,1,z");
    try (var files = Files.walk(folder.resolve("copy"))) {
      for (Path file : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
    Files.writeString(folder.resolve("copy"), "in the way of a folder");
    assertThatThrownBy(() -> job.run(spark)).isInstanceOf(JobFailedException.class);
    assertThat(table(spark)).containsExactly("[1,A]");
    Files.delete(folder.resolve("copy"));
    job.run(spark);
    assertThat(table(spark)).containsExactly("[1,z]");
  }

  @Test
  void deltaWithoutItsExtensionIsRefusedBySayingWhatToSet() throws Exception {
    String delta = Files.readString(folder.resolve("job.conf")).replace("= iceberg", "= delta");
    Files.writeString(folder.resolve("delta.conf"), delta);
    ChildJvm child = ChildJvm.start(folder, Millrace.class, List.of(), "plan", "delta.conf");
    child.said();
    assertThat(Files.readString(folder.resolve("child.log")))
        .contains(
            "outputs[0].sink.format: Delta needs spark.sql.extensions = io.delta.sql.DeltaSparkSessionExtension, which a running Spark does not take; set it in the environment file, or with --conf where Spark is started");
  }
}
