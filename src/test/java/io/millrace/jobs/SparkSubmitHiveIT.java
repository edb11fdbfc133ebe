package io.millrace.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.support.SparkExtension;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Iceberg tables in a metastore of Hive, under {@code spark-submit --jars}. */
@ExtendWith(SparkExtension.class)
class SparkSubmitHiveIT {

  private static final String CATALOG =
      """
      spark {
        "sql.catalog.lake" = org.apache.iceberg.spark.SparkCatalog
        "sql.catalog.lake.type" = hive
        "sql.catalog.lake.uri" = "%s"
        "sql.catalog.lake.warehouse" = "%s/warehouse"
      }
      """;

  private static final String MERGE =
      """
      name = orders
      source { type = read-files, format = csv, path = "%1$s/in", incremental = true
               schema = "id int, op string, n int, v string", options { header = true } }
      sink { type = merge-into-table, table = lake.%2$s.orders
             changes { keys = [id], sequence-by = [n], apply-as-delete-when = "op = 'D'", except-columns = [op, n] } }
      rejects.path = "%1$s/bad", reports = "%1$s/reports", ledger = "%1$s/ledger"
      """;

  private static final String READ =
      """
      name = show
      source { type = read-table, table = lake.default.orders }
      transforms = [ { type = select, columns = [id, v] } ]
      sink { type = write-files, path = "%1$s/out", mode = overwrite }
      reports = "%1$s/reports"
      """;

  private static HiveMetastore metastore;

  @TempDir private Path folder;

  @BeforeAll
  static void start(@TempDir Path server) throws Exception {
    metastore = HiveMetastore.start(server);
  }

  @AfterAll
  static void stop() {
    metastore.close();
  }

  private SparkHome.Ended submit(String name, String job, String uri) throws Exception {
    String iceberg =
        Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator, -1))
            .filter(jar -> jar.contains("iceberg-spark-runtime"))
            .findFirst()
            .orElseThrow();
    Path file =
        Files.writeString(folder.resolve(name + ".conf"), job + CATALOG.formatted(uri, folder));
    return new SparkHome(folder)
        .submit(
            name,
            SubmittedWeblogs.command(
                SparkHome.jar(),
                List.of("--master", "local[2]", "--jars", iceberg),
                "run",
                file.toString()));
  }

  private void run(String name, String job) throws Exception {
    SparkHome.Ended ended = submit(name, job, metastore.uri());
    assertThat(ended.exit()).as(ended.err()).isZero();
  }

  @Test
  void changesAreMergedAndReadBack(SparkSession spark) throws Exception {
    Lake lake = new Lake(folder);
    lake.write("in/1.csv", "id,op,n,v", "1,I,1,a", "2,I,1,b", "3,I,1,c", "x,I,1,d");
    run("orders", MERGE.formatted(folder, "default"));
    lake.write("in/2.csv", "id,op,n,v", "1,U,3,z", "1,U,2,y", "3,D,2,", "4,I,2,e");
    run("orders", MERGE.formatted(folder, "default"));
    run("show", READ.formatted(folder));
    assertThat(lake.rows(spark, "out").toJSON().collectAsList())
        .containsExactlyInAnyOrder(
            "{\"id\":1,\"v\":\"z\"}", "{\"id\":2,\"v\":\"b\"}", "{\"id\":4,\"v\":\"e\"}");
  }

  private void fails(String namespace, String uri, String sentence) throws Exception {
    new Lake(folder).write("in/1.csv", "id,op,n,v", "1,I,1,a");
    SparkHome.Ended ended = submit("mistake", MERGE.formatted(folder, namespace), uri);
    assertThat(ended.exit()).as(ended.err()).isEqualTo(1);
    assertThat(ended.said())
        .as(ended.err())
        .last()
        .asString()
        .startsWith("Exception in thread \"main\" io.millrace.jobs.MillraceException: orders: ")
        .contains(sentence);
  }

  @Test
  void whatCannotBeIsSaid() throws Exception {
    fails(
        "nowhere",
        metastore.uri(),
        "table: there is no namespace lake.nowhere; make it with CREATE NAMESPACE lake.nowhere");
    fails("default", "thrift://127.0.0.1:1", "table: cannot reach lake.default.orders");
  }
}
