package io.millrace.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.support.SparkExtension;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * The packaged jar behind libraries that a platform brings, as on AWS Glue: the oldest Iceberg that
 * it has for the family, and an old config library.
 */
@ExtendWith(SparkExtension.class)
class SparkSubmitOlderIT {

  @TempDir private Path folder;

  private static final String JOB =
      """
      name = orders
      vars { root = none }
      source { type = read-files, format = csv, path = ${vars.root}"/in", incremental = true
               schema = "id int, op string, n int, v string", options { header = true } }
      sink { type = merge-into-table, table = lake.shop.orders
             changes { keys = [id], sequence-by = [n], apply-as-delete-when = "op = 'D'", except-columns = [op, n] } }
      rejects.path = ${vars.root}"/bad"
      reports = ${vars.root}"/reports"
      ledger = ${vars.root}"/ledger"
      spark {
        "sql.catalog.lake" = org.apache.iceberg.spark.SparkCatalog
        "sql.catalog.lake.type" = hadoop
        "sql.catalog.lake.warehouse" = ${vars.root}"/warehouse"
      }
      """;

  private void run(Path job) throws Exception {
    Path older = SparkHome.FOLDER.resolve("older");
    assertThat(older).as("run .ci/submit").isNotEmptyDirectory();
    List<String> options =
        new ArrayList<>(
            List.of(
                "--master",
                "local-cluster[1,2,512]",
                "--conf",
                "spark.driver.extraClassPath=" + older + "/*",
                "--conf",
                "spark.executor.extraClassPath=" + older + "/*",
                "--conf",
                "spark.sql.extensions=org.apache.iceberg.spark.extensions.IcebergSparkSessionExtensions"));
    SparkHome.Ended ended =
        new SparkHome(folder)
            .submit(
                "orders",
                SubmittedWeblogs.command(
                    SparkHome.jar(),
                    options,
                    "run",
                    job.toString(),
                    "--vars.root",
                    folder.toString()));
    assertThat(ended.exit()).as(ended.err()).isZero();
  }

  /** Read back by the Iceberg of the tests, which is a newer one. */
  private List<String> rows(SparkSession spark, Path job) throws Exception {
    SparkSession reader =
        Sessions.beside(
                spark, Lake.bound(job, Map.of("vars.root", folder.toString())).pipeline().spark())
            .spark();
    return reader
        .sql("SELECT concat_ws(' ', id, v) FROM lake.shop.orders ORDER BY 1")
        .collectAsList()
        .stream()
        .map(row -> row.getString(0))
        .toList();
  }

  @Test
  void aMergeIntoATableOfTheOldestIceberg(SparkSession spark) throws Exception {
    Lake lake = new Lake(folder);
    Path job = Files.writeString(folder.resolve("job.conf"), JOB);
    lake.write("in/1.csv", "id,op,n,v", "1,I,1,a", "2,I,1,b", "3,I,1,c", "x,I,1,d");
    run(job);
    assertThat(rows(spark, job)).containsExactly("1 a", "2 b", "3 c");
    lake.write("in/2.csv", "id,op,n,v", "1,U,3,z", "1,U,2,y", "3,D,2,", "4,I,2,e");
    run(job);
    assertThat(rows(spark, job)).containsExactly("1 z", "2 b", "4 e");
  }
}
