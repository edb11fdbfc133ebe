package io.millrace.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.millrace.support.SparkExtension;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Shipped jobs on real files of the same kinds, which lie beside the project or not at all. */
@ExtendWith(SparkExtension.class)
class SharedDataTest {

  private static final Path DATA = Lake.PROJECT.resolve("../shared/data/dea-course").normalize();

  @TempDir private Path folder;
  private Duck duck;

  @BeforeEach
  void open() throws Exception {
    assumeTrue(Files.isDirectory(DATA), "../shared/data/dea-course is absent");
    duck = Duck.open();
  }

  @AfterEach
  void close() throws Exception {
    if (duck != null) {
      duck.close();
    }
  }

  private RunReport run(SparkSession spark, String file, String input) {
    return Lake.shipped(
            file,
            Map.of(
                "source.path", DATA.resolve(input).toString(), "vars.curated", folder.toString()))
        .run(spark);
  }

  private List<String> rows(String select, String name) throws Exception {
    return duck.rows(select.formatted("(" + Duck.parquet(folder.resolve(name)) + ")"));
  }

  @Test
  void vendorsHaveTheKnownAverages(SparkSession spark) throws Exception {
    run(spark, "taxi-vendors.conf", "tripdata");

    assertThat(rows("select vendor, rides, round(average_total, 6) from %s order by 1", "vendors"))
        .containsExactly(
            "Creative Mobile Technologies|3666|15.739165", "VeriFone Inc|16261|15.990943");
  }

  @Test
  void ridesAreAllThere(SparkSession spark) throws Exception {
    RunReport report = run(spark, "taxi-rides.conf", "tripdata");

    assertThat(report.balances().get(0).written()).isEqualTo(20_000);
    assertThat(
            rows(
                """
                select year, month, type, count(*), count(*) filter (vendorid = '2'),
                    round(sum(total_amount), 2)::decimal(12, 2)
                from %s group by all
                """,
                "rides"))
        .containsExactly("2017|1|green|20000|16313|317217.00");

    Lake.shipped("taxi-monthly.conf", Map.of("vars.curated", folder.toString())).run(spark);
    assertThat(
            rows(
                "select month, type, vendorid, round(average_total, 6) from %s order by vendorid",
                "monthly"))
        .containsExactly("1|green|1|15.739165", "1|green|2|15.990943");
  }

  @Test
  void ridesByTheMeterAreCounted(SparkSession spark) {
    assertThat(run(spark, "taxi-rate-code.conf", "tripdata").balances().get(0).written())
        .isEqualTo(19_560);
  }

  @Test
  void customersHaveTheKnownNames(SparkSession spark) throws Exception {
    run(spark, "customer-queries.conf", "customers");

    assertThat(rows("select * from %s order by 1", "queries/two-customers"))
        .containsExactly("371|John Arthur", "377|John Ault");
    assertThat(
            rows(
                "select count(*), count(*) filter (firstname = 'John') from %s",
                "queries/names-in-j"))
        .containsExactly("106|19");
    assertThat(rows("select count(*) from %s", "queries/distinct-names-in-j"))
        .containsExactly("49");
    assertThat(rows("select customers from %s", "queries/counts")).containsExactly("635");
  }
}
