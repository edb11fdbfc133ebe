package io.millrace.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.support.SparkExtension;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.glue.model.Column;
import software.amazon.awssdk.services.glue.model.Table;

/** Jobs whose tables are Iceberg's in AWS Glue's Data Catalog, with files in an object store. */
@ExtendWith(SparkExtension.class)
class GlueCatalogTest {

  private static final String APPEND =
      "{ type = write-table, table = lake.%s.visits, mode = append, partition-by = [\"truncate(1, day)\"] }";

  private static GlueLake lake;

  @TempDir private Path folder;
  private SparkSession spark;
  private Configuration hadoop;
  private String database;

  @BeforeAll
  static void start(@TempDir Path folder) throws Exception {
    lake = GlueLake.start(folder);
  }

  @AfterAll
  static void stop() {
    lake.close();
  }

  @BeforeEach
  void makeDatabase(SparkSession session, TestInfo test) {
    spark = session;
    hadoop = session.sparkContext().hadoopConfiguration();
    lake.s3.register(hadoop, GlueLake.BUCKET);
    database = "shop_" + Math.abs(test.getDisplayName().hashCode());
    lake.makeDatabase(database);
    lake.glue.forget();
  }

  private Pipeline job(String name, String sink, Map<String, String> settings) {
    return new Lake(folder)
        .job(
            """
            name = %1$s
            source { type = read-files, format = csv, path = "%2$s/in/%1$s", incremental = true
                     schema = "id int, day string", options { header = true } }
            sink %3$s
            rejects.path = "%2$s/bad/%1$s", reports = "%2$s/reports/%1$s", ledger = "%2$s/ledger/%1$s"
            """
                    .formatted(name, folder, sink.formatted(database))
                + LakeCatalog.block(settings));
  }

  private void input(String job, String file, String... lines) {
    List<String> all = new ArrayList<>(List.of("id,day"));
    all.addAll(List.of(lines));
    new Lake(folder).write("in/" + job + "/" + file, all.toArray(String[]::new));
  }

  private List<String> rows(String table, Map<String, String> settings) {
    return LakeCatalog.session(spark, settings)
        .table("lake." + database + "." + table)
        .selectExpr("id || ' ' || day")
        .collectAsList()
        .stream()
        .map(row -> row.getString(0))
        .sorted()
        .toList();
  }

  private static Column column(String name, String type, String id) {
    return Column.builder()
        .name(name)
        .type(type)
        .parameters(
            Map.of(
                "iceberg.field.id", id,
                "iceberg.field.optional", "true",
                "iceberg.field.current", "true"))
        .build();
  }

  @Test
  void rowsAreAddedToATableThatAthenaFinds() throws Exception {
    Pipeline job = job("visits", APPEND, lake.settings());
    input("visits", "a.csv", "1,mon", "x,tue", "2,tue");
    job.run(spark);
    Table made = lake.table(database, "visits");
    input("visits", "b.csv", "3,wed");
    job.run(spark);
    assertThat(job.run(spark).nothingNew()).isPresent();
    assertThat(rows("visits", lake.settings())).containsExactly("1 mon", "2 tue", "3 wed");

    String place = "warehouse/" + database + ".db/visits";
    Table table = lake.table(database, "visits");
    assertThat(table.tableType()).isEqualTo("EXTERNAL_TABLE");
    assertThat(table.storageDescriptor().location()).isEqualTo("s3://lake/" + place);
    assertThat(table.storageDescriptor().columns())
        .containsExactly(column("id", "int", "1"), column("day", "string", "2"));
    assertThat(table.parameters())
        .containsEntry("table_type", "ICEBERG")
        .containsEntry("previous_metadata_location", made.parameters().get("metadata_location"));
    List<String> objects = GlueLake.objects(hadoop, place);
    assertThat(objects)
        .contains(table.parameters().get("metadata_location").substring("s3://lake/".length()))
        .filteredOn(key -> key.endsWith(".parquet"))
        .hasSize(3)
        .allMatch(key -> key.startsWith(place + "/data/day_trunc="));
    assertThat(
            lake.client
                .getTableVersions(call -> call.databaseName(database).tableName("visits"))
                .tableVersions())
        .as("no version is archived")
        .hasSize(1);
  }

  /** Iceberg's procedures list with Hadoop what its own client of S3 has written. */
  @Test
  void aTableIsKeptSmall() throws Exception {
    Pipeline job = job("visits", APPEND, lake.settings());
    for (String day : List.of("a", "b", "c")) {
      input("visits", day + ".csv", day.codePointAt(0) + ",mon");
      job.run(spark);
    }
    String place = "warehouse/" + database + ".db/visits/data";
    assertThat(GlueLake.objects(hadoop, place)).hasSize(3);
    Map<String, Object> done =
        Registered.action(
                """
                type = maintain-table, table = lake.%s.visits
                compact { min-input-files = 2 }
                expire-snapshots { older-than = 0 s, retain-last = 1 }
                remove-orphan-files { older-than = 1 day }
                rewrite-manifests = true
                """
                    .formatted(database))
            .run(LakeCatalog.session(spark, lake.settings()));
    assertThat(done.toString())
        .contains("rewritten-data-files=3", "added-data-files=1", "deleted-data-files=3");
    assertThat(GlueLake.objects(hadoop, place)).hasSize(1);
    assertThat(rows("visits", lake.settings())).containsExactly("97 mon", "98 mon", "99 mon");
  }

  /** Its files would be read as those of the other, and removed as orphans. */
  @Test
  void noTableIsMadeWhereOtherFilesLie() throws Exception {
    var at = new org.apache.hadoop.fs.Path("s3a://lake/raw/visits/a.csv");
    try (var out = at.getFileSystem(hadoop).create(at)) {
      out.writeBytes("1,mon");
    }
    lake.client.updateDatabase(
        call ->
            call.name(database)
                .databaseInput(given -> given.name(database).locationUri("s3://lake/raw")));
    input("visits", "a.csv", "1,mon");
    assertThatThrownBy(() -> job("visits", APPEND, lake.settings()).run(spark))
        .hasMessageContaining(
            "sink.table: lake.%s.visits would be made in s3://lake/raw/visits, where other files lie, such as s3://lake/raw/visits/a.csv; move them away"
                .formatted(database));
    assertThat(GlueLake.objects(hadoop, "raw")).containsExactly("raw/visits/a.csv");
  }

  @Test
  void changesAreMerged() throws Exception {
    Pipeline job =
        job(
            "orders",
            "{ type = merge-into-table, table = lake.%s.orders, changes { keys = [id], sequence-by = [day], apply-as-delete-when = \"day = '9'\" } }",
            lake.settings());
    input("orders", "a.csv", "1,2", "2,2", "3,1");
    job.run(spark);
    input("orders", "b.csv", "2,1", "3,3", "4,1", "1,9");
    job.run(spark);
    assertThat(rows("orders", lake.settings())).containsExactly("2 2", "3 3", "4 1");
    assertThat(lake.glue.calls())
        .as("what a role must be allowed")
        .containsOnlyKeys("GetDatabase", "GetTable", "CreateTable", "UpdateTable");
    String place = "warehouse/" + database + ".db/orders";
    assertThat(GlueLake.objects(hadoop, place + "/data")).isNotEmpty();
    assertThat(GlueLake.objects(hadoop, place + "_tombstones/data")).hasSize(1);
  }

  @Test
  void hadoopMayReachTheFiles() throws Exception {
    Map<String, String> settings = lake.settingsOfHadoop();
    input("visits", "a.csv", "1,mon");
    job("visits", APPEND, settings).run(spark);
    assertThat(rows("visits", settings)).containsExactly("1 mon");
    String place = "warehouse/" + database + ".db/visits";
    assertThat(lake.table(database, "visits").storageDescriptor().location())
        .isEqualTo("s3a://lake/" + place);
    assertThat(GlueLake.objects(hadoop, place + "/data")).hasSize(1);
  }

  @Test
  void aConflictIsTriedAgain() throws Exception {
    Pipeline job = job("visits", APPEND, lake.settings());
    input("visits", "a.csv", "1,mon");
    job.run(spark);
    lake.glue.forget();
    lake.glue.fail(
        "UpdateTable",
        "ConcurrentModificationException",
        "Update table failed due to concurrent modifications.",
        2);
    input("visits", "b.csv", "2,tue");
    job.run(spark);
    assertThat(lake.glue.calls("UpdateTable")).isEqualTo(3);
    assertThat(rows("visits", lake.settings())).containsExactly("1 mon", "2 tue");
  }

  @Test
  void throttlingIsWaitedOut() throws Exception {
    for (String operation : List.of("GetDatabase", "GetTable", "CreateTable", "UpdateTable")) {
      lake.glue.fail(operation, "ThrottlingException", "Rate exceeded", 2);
    }
    Pipeline job = job("visits", APPEND, lake.settings());
    input("visits", "a.csv", "1,mon");
    job.run(spark);
    assertThat(lake.glue.calls("CreateTable")).isEqualTo(3);
    assertThat(lake.glue.calls("UpdateTable")).isEqualTo(3);
    assertThat(rows("visits", lake.settings())).containsExactly("1 mon");
  }

  @Test
  void writersAtTheSameTimeLoseNoRow() throws Exception {
    input("first", "a.csv", "0,sun");
    job("first", APPEND, lake.settings()).run(spark);
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try {
      List<Future<?>> writers = new ArrayList<>();
      for (int writer = 1; writer <= 4; writer++) {
        String name = "writer-" + writer;
        Pipeline job = job(name, APPEND, lake.settings());
        int base = writer * 10;
        writers.add(
            threads.submit(
                () -> {
                  for (int run = 1; run <= 2; run++) {
                    input(name, run + ".csv", (base + run) + ",mon");
                    job.run(spark);
                  }
                }));
      }
      for (Future<?> writer : writers) {
        writer.get();
      }
    } finally {
      threads.shutdownNow();
    }
    assertThat(rows("visits", lake.settings()))
        .containsExactly(
            "0 sun", "11 mon", "12 mon", "21 mon", "22 mon", "31 mon", "32 mon", "41 mon",
            "42 mon");
    assertThat(lake.glue.calls("UpdateTable")).isGreaterThanOrEqualTo(9);
  }
}
