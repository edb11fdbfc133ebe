package io.millrace.jobs.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.jobs.table.Compact;
import io.millrace.jobs.table.ExpireSnapshots;
import io.millrace.jobs.table.RemoveOrphanFiles;
import io.millrace.jobs.table.TableFormat;
import io.millrace.support.SparkExtension;
import io.millrace.transforms.InvalidInputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.spark.sql.SparkSession;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** A table with many small files, before and after. */
@ExtendWith(SparkExtension.class)
class MaintainTableTest {

  private static final Compact COMPACT =
      new Compact(Optional.empty(), List.of(), Optional.empty(), Optional.empty(), Map.of());
  private static final ExpireSnapshots AT_ONCE = new ExpireSnapshots(Duration.ZERO, 1);

  @TempDir private Path folder;

  private static MaintainTable maintain(
      Tables tables, Compact compact, ExpireSnapshots expire, RemoveOrphanFiles orphans) {
    return new MaintainTable(
        tables.name("orders"),
        tables.format,
        Optional.ofNullable(compact),
        Optional.ofNullable(expire),
        Optional.ofNullable(orphans),
        false,
        Optional.empty());
  }

  /** Commits of one row each; {@code days} of them are in as many partitions. */
  private static void write(Tables tables, int commits) {
    String name = tables.name("orders");
    tables.spark.sql(
        "CREATE TABLE %s (id INT, item STRING) USING %s".formatted(name, tables.format));
    for (int i = 0; i < commits; i++) {
      tables.spark.sql("INSERT INTO %s VALUES (%s, 'item %s')".formatted(name, i, i));
    }
  }

  private List<Path> parquet() throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      return all.filter(path -> path.toString().endsWith(".parquet")).toList();
    }
  }

  @ParameterizedTest
  @EnumSource
  void smallFilesBecomeOneAndWhatOnlyOldVersionsNeedGoes(TableFormat format, SparkSession spark)
      throws Exception {
    Tables tables = new Tables(spark, format, folder);
    spark.conf().set("spark.databricks.delta.retentionDurationCheck.enabled", "false");
    write(tables, 6);
    List<String> rows = tables.lines("orders", "id", "item");
    MaintainTable action = maintain(tables, COMPACT, AT_ONCE, null);

    assertThat(action.plan(spark)).first().asString().contains("6 data files");
    assertThat(parquet()).hasSize(6);
    Map<String, Object> done = action.run(spark);
    assertThat(done.get("compact").toString())
        .contains("rewritten-data-files=6", "added-data-files=1");
    assertThat(parquet()).hasSize(1);
    assertThat(tables.lines("orders", "id", "item")).isEqualTo(rows).hasSize(6);

    Map<String, Object> again = action.run(spark);
    assertThat(again.get("compact").toString()).contains("rewritten-data-files=0");
    assertThat(tables.lines("orders", "id", "item")).isEqualTo(rows);
  }

  @Test
  void whatIsNotNamedIsNotDone(SparkSession spark) throws Exception {
    Tables tables = new Tables(spark, TableFormat.ICEBERG, folder);
    write(tables, 5);
    assertThat(maintain(tables, COMPACT, null, null).run(spark))
        .containsOnlyKeys("compact", "compact-deletes");
    // The old files stay: old snapshots can still be read.
    assertThat(parquet()).hasSize(6);
    assertThat(spark.sql("SELECT * FROM lake.shop.orders.snapshots").count()).isEqualTo(6);
    ExpireSnapshots young = new ExpireSnapshots(Duration.ofDays(7), 1);
    maintain(tables, null, young, null).run(spark);
    assertThat(spark.sql("SELECT * FROM lake.shop.orders.snapshots").count()).isEqualTo(6);
    maintain(tables, null, new ExpireSnapshots(Duration.ZERO, 4), null).run(spark);
    assertThat(spark.sql("SELECT * FROM lake.shop.orders.snapshots").count()).isEqualTo(4);
  }

  @Test
  void filesThatNoSnapshotKnowsGoWhenTheyAreOld(SparkSession spark) throws Exception {
    Tables tables = new Tables(spark, TableFormat.ICEBERG, folder);
    write(tables, 1);
    Path known = parquet().get(0);
    Path old = Files.copy(known, known.resolveSibling("old.parquet"));
    Path young = Files.copy(known, known.resolveSibling("young.parquet"));
    Files.setLastModifiedTime(old, FileTime.from(Instant.now().minus(Duration.ofDays(4))));
    Files.setLastModifiedTime(young, FileTime.from(Instant.now().minus(Duration.ofDays(2))));
    RemoveOrphanFiles orphans = new RemoveOrphanFiles(Duration.ofDays(3));
    assertThat(maintain(tables, null, null, orphans).run(spark))
        .hasToString("{remove-orphan-files={removed-files=1}}");
    assertThat(parquet()).containsExactlyInAnyOrder(known, young);
  }

  /** As a session has it that nobody looked at: Iceberg then writes relative paths. */
  @ParameterizedTest
  @CsvSource({"type, hadoop", "catalog-impl, org.apache.iceberg.hadoop.HadoopCatalog"})
  void filesOfATableWithRelativePathsAreNoOrphans(String key, String value, SparkSession spark)
      throws Exception {
    String relative = Path.of("").toAbsolutePath().relativize(folder).toString();
    spark.conf().set("spark.sql.catalog.near", "org.apache.iceberg.spark.SparkCatalog");
    spark.conf().set("spark.sql.catalog.near." + key, value);
    spark.conf().set("spark.sql.catalog.near.warehouse", relative);
    spark.sql("CREATE TABLE near.shop.orders (id BIGINT) USING iceberg");
    requireRefused(spark, "near.shop.orders", "location " + relative);
  }

  @Test
  void norThoseWhoseFolderAloneIsRelative(SparkSession spark) throws Exception {
    Tables tables = new Tables(spark, TableFormat.ICEBERG, folder);
    String data = Path.of("").toAbsolutePath().relativize(folder) + "/warehouse/shop/orders/data";
    spark.sql(
        "CREATE TABLE %s (id BIGINT) USING iceberg TBLPROPERTIES ('write.data.path' = '%s')"
            .formatted(tables.name("orders"), data));
    requireRefused(spark, tables.name("orders"), "file " + data);
  }

  /** All files are old enough to be removed. */
  private void requireRefused(SparkSession spark, String table, String path) throws Exception {
    spark.sql("INSERT INTO %s SELECT /*+ REPARTITION(2) */ id FROM range(2)".formatted(table));
    List<Path> before = aged();
    MaintainTable action =
        new MaintainTable(
            table,
            TableFormat.ICEBERG,
            Optional.of(COMPACT),
            Optional.empty(),
            Optional.of(new RemoveOrphanFiles(Duration.ofDays(3))),
            false,
            Optional.empty());
    for (ThrowingCallable call :
        List.<ThrowingCallable>of(() -> action.plan(spark), () -> action.run(spark))) {
      assertThatThrownBy(call)
          .isInstanceOf(InvalidInputException.class)
          .hasMessageStartingWith(
              "action.remove-orphan-files: %s has a relative path in its metadata (%s"
                  .formatted(table, path))
          .hasMessageContaining("leave remove-orphan-files out, or copy the rows");
    }
    assertThat(aged()).as("nothing is gone, and nothing was begun").isEqualTo(before);
    assertThat(before.stream().filter(file -> file.toString().endsWith(".parquet"))).isNotEmpty();
    assertThat(spark.table(table).count()).isEqualTo(2);
  }

  private List<Path> aged() throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      List<Path> files = all.filter(Files::isRegularFile).sorted().toList();
      for (Path file : files) {
        Files.setLastModifiedTime(file, FileTime.from(Instant.EPOCH));
      }
      return files;
    }
  }

  @Test
  void whatCannotBeDoneIsRefused(SparkSession spark) {
    Tables tables = new Tables(spark, TableFormat.ICEBERG, folder);
    assertThatThrownBy(() -> maintain(tables, COMPACT, null, null).plan(spark))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage("action.table: there is no table lake.shop.orders");
    assertThatThrownBy(() -> new RemoveOrphanFiles(Duration.ofHours(23)))
        .hasMessageStartingWith("older-than must be at least 1 day");
    assertThatThrownBy(() -> maintain(tables, null, null, null))
        .hasMessageStartingWith("say what is to be done: compact {}");
    write(tables, 1);
    Compact wrong =
        new Compact(
            Optional.of("nowhere = 1"), List.of(), Optional.empty(), Optional.empty(), Map.of());
    assertThatThrownBy(() -> maintain(tables, wrong, null, null).run(spark))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageStartingWith(
            "action.table: compact failed, and what was done before it stays, of lake.shop.orders: ")
        .hasMessageContaining("nowhere");
  }
}
