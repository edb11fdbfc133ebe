package io.millrace.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.support.RestCatalog;
import io.millrace.support.SparkExtension;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Jobs whose tables are in a catalog that is asked by Iceberg's REST protocol. */
@ExtendWith(SparkExtension.class)
class RestCatalogTest {

  private static final String APPEND =
      "{ type = write-table, table = lake.%s.visits, mode = append, partition-by = [day] }";

  private static RestCatalog catalog;

  @TempDir private Path folder;
  private SparkSession spark;
  private String namespace;

  @BeforeAll
  static void start(@TempDir Path folder) throws Exception {
    catalog = RestCatalog.start(folder);
  }

  @AfterAll
  static void stop() {
    catalog.close();
  }

  @BeforeEach
  void makeNamespace(SparkSession session, TestInfo test) throws Exception {
    spark = session;
    namespace =
        "shop_" + test.getTestMethod().orElseThrow().getName().toLowerCase(java.util.Locale.ROOT);
    catalog.makeNamespace(namespace);
  }

  private static Map<String, String> settings(String uri) {
    Map<String, String> settings = new TreeMap<>();
    settings.put("", "org.apache.iceberg.spark.SparkCatalog");
    settings.put("type", "rest");
    settings.put("uri", uri);
    return settings;
  }

  private static Map<String, String> settings() {
    return settings(catalog.uri().toString());
  }

  private Pipeline job(String name, String outputs, Map<String, String> settings) {
    return new Lake(folder)
        .job(
            """
            name = %1$s
            source { type = read-files, format = csv, path = "%2$s/in/%1$s", incremental = true
                     schema = "id int, day string", options { header = true } }
            outputs = [ %3$s ]
            rejects.path = "%2$s/bad/%1$s", reports = "%2$s/reports/%1$s", ledger = "%2$s/ledger/%1$s"
            """
                    .formatted(name, folder, outputs)
                + LakeCatalog.block(settings));
  }

  private Pipeline job(String name, String sink) {
    return job(name, "{ sink " + sink.formatted(namespace) + " }", settings());
  }

  private void input(String job, String file, String... lines) {
    List<String> all = new ArrayList<>(List.of("id,day"));
    all.addAll(List.of(lines));
    new Lake(folder).write("in/" + job + "/" + file, all.toArray(String[]::new));
  }

  private Dataset<Row> table(String name) {
    return LakeCatalog.session(spark, settings()).table("lake." + namespace + "." + name);
  }

  private List<String> rows(String table) {
    return table(table).selectExpr("id || ' ' || day").collectAsList().stream()
        .map(row -> row.getString(0))
        .sorted()
        .toList();
  }

  @Test
  void rowsAreAdded() throws Exception {
    Pipeline job = job("visits", APPEND);
    input("visits", "a.csv", "1,mon", "x,tue", "2,tue");
    job.run(spark);
    input("visits", "b.csv", "3,wed");
    job.run(spark);
    assertThat(job.run(spark).nothingNew()).isPresent();
    assertThat(rows("visits")).containsExactly("1 mon", "2 tue", "3 wed");
    assertThat(table("visits.files").count()).isEqualTo(3);
    assertThat(catalog.tables(namespace)).contains("\"name\":\"visits\"");
  }

  @Test
  void changesAreMergedAndTheTableKept() {
    Pipeline job =
        job(
            "orders",
            "{ type = merge-into-table, table = lake.%s.orders, changes { keys = [id], sequence-by = [day], apply-as-delete-when = \"day = '9'\" } }");
    input("orders", "a.csv", "1,2", "2,2", "3,1");
    job.run(spark);
    input("orders", "b.csv", "2,1", "3,3", "4,1", "1,9");
    job.run(spark);
    assertThat(rows("orders")).containsExactly("2 2", "3 3", "4 1");
    String keep =
        """
        name = keep, reports = "%s/reports/keep"
        actions = [ { type = maintain-table, table = lake.%s.orders, compact {}
                      expire-snapshots { older-than = 0 s, retain-last = 1 } } ]
        """
                .formatted(folder, namespace)
            + LakeCatalog.block(settings());
    Lake.bound(new Lake(folder).write("keep.conf", keep), Map.of()).actionJob().run(spark);
    assertThat(rows("orders")).containsExactly("2 2", "3 3", "4 1");
    assertThat(
            LakeCatalog.session(spark, settings())
                .table("lake." + namespace + ".orders.snapshots")
                .count())
        .isEqualTo(1);
  }

  @Test
  void aTableThatAFailingRunHasMadeIsTakenBack() throws Exception {
    input("both", "a.csv", "1,mon");
    String nowhere = "properties { \"write.data.path\" = \"file:/dev/null/data\" }";
    Pipeline job =
        job(
            "both",
            "{ sink { type = write-table, table = lake.%1$s.visits, mode = append } }, { sink { type = write-table, table = lake.%1$s.others, mode = append, %2$s } }"
                .formatted(namespace, nowhere),
            settings());
    assertThatThrownBy(() -> job.run(spark))
        .isInstanceOf(JobFailedException.class)
        .hasMessage(
            "both: outputs[1].sink.table: cannot write to lake.%s.others: Parent path is not a directory: file:/dev/null",
            namespace);
    assertThat(catalog.tables(namespace)).contains("\"identifiers\":[]");
  }

  @Test
  void writersAtTheSameTimeLoseNoRow() throws Exception {
    input("first", "a.csv", "0,sun");
    job("first", APPEND).run(spark);
    ExecutorService threads = Executors.newFixedThreadPool(3);
    try {
      List<Future<?>> writers = new ArrayList<>();
      for (int writer = 1; writer <= 3; writer++) {
        String name = "writer-" + writer;
        Pipeline job = job(name, APPEND);
        input(name, "a.csv", writer + ",mon");
        writers.add(threads.submit(() -> job.run(spark)));
      }
      for (Future<?> writer : writers) {
        writer.get();
      }
    } finally {
      threads.shutdownNow();
    }
    assertThat(rows("visits")).containsExactly("0 sun", "1 mon", "2 mon", "3 mon");
  }

  private void fails(String table, String uri, String message) {
    input("visits", "a.csv", "1,mon");
    Pipeline job =
        job(
            "visits",
            "{ sink { type = write-table, mode = append, table = " + table + " } }",
            settings(uri));
    assertThatThrownBy(() -> job.run(spark))
        .isInstanceOf(JobFailedException.class)
        .message()
        .matches(told -> told.lines().count() == 1, "is one line")
        .contains(message);
  }

  @Test
  void whatCannotBeIsSaidInOneLine() {
    String uri = catalog.uri().toString();
    fails(
        "lake.nowhere.visits",
        uri,
        "table: there is no namespace lake.nowhere; make it with CREATE NAMESPACE lake.nowhere");
    fails(
        "lake.shop.visits",
        "http://127.0.0.1:1",
        "outputs[0].sink.table: cannot reach lake.shop.visits: Connect to http://127.0.0.1:1 failed: Connection refused; check spark { sql.catalog.lake.* }: type = rest, uri = http://127.0.0.1:1");
    fails(
        "lake.shop.visits",
        uri + "/elsewhere",
        "outputs[0].sink.table: cannot reach lake.shop.visits: Malformed request: No route for request: GET elsewhere/v1/config; check spark { sql.catalog.lake.* }: type = rest, uri = "
            + uri
            + "/elsewhere");
  }
}
