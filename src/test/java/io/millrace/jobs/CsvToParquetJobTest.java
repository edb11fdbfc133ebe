package io.millrace.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.millrace.jobs.sample.SampleLake;
import io.millrace.support.SparkExtension;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Any CSV to Parquet with found types and the time of the run, as shipped. */
@ExtendWith(SparkExtension.class)
class CsvToParquetJobTest {

  private static final Path DATA = Lake.PROJECT.resolve("../shared/data/dea-course").normalize();

  @TempDir private Path folder;

  private RunReport run(SparkSession spark, Path raw) {
    return Lake.shipped(
            "csv-to-parquet.conf",
            Map.of("vars.raw", raw.toString(), "vars.curated", folder.resolve("out").toString()))
        .run(spark);
  }

  private String written() {
    return Duck.parquet(folder.resolve("out/data"));
  }

  @Test
  void ridesHaveTheirTypesAndOneTimeForAllRows(SparkSession spark) throws Exception {
    new SampleLake(folder.toString(), 10, 5, 42, 0)
        .write(new Configuration(), Set.of("taxi/green"));
    RunReport report = run(spark, folder.resolve("raw/taxi/green"));

    assertThat(report.balances().get(0).written()).isEqualTo(20_000);
    try (Duck duck = Duck.open()) {
      duck.view("found", written())
          .view(
              "raw",
              "select * from read_csv('%s', header = true, all_varchar = true)"
                  .formatted(folder.resolve("raw/taxi/green/*.csv")));
      duck.assertSame(
          """
          select VendorID::int as "VendorID", lpep_pickup_datetime, RatecodeID::int as "RatecodeID",
              trip_distance::double as trip_distance, total_amount::double as total_amount, ehail_fee
          from raw
          """,
          """
          select "VendorID", lpep_pickup_datetime, "RatecodeID", trip_distance, total_amount, ehail_fee
          from found
          """);
      assertThat(duck.rows("select count(*) from (describe found)")).containsExactly("20");
      assertThat(duck.rows("select count(distinct f.\"current_date\") from found f"))
          .containsExactly("1");
    }
  }

  @Test
  void aBlankInAHeaderIsTrimmedAndAReservedWordIsJustAName(SparkSession spark) throws Exception {
    assumeTrue(Files.isDirectory(DATA), "../shared/data/dea-course is absent");
    run(spark, DATA.resolve("employees_headers"));
    try (Duck duck = Duck.open()) {
      assertThat(
              duck.rows(
                  "select string_agg(column_name || ' ' || column_type, ', ') from (describe %s)"
                      .formatted(written())))
          .containsExactly(
              "employeeid INTEGER, managerid INTEGER, firstname VARCHAR, lastname VARCHAR, fullname VARCHAR, jobtitle VARCHAR, organizationlevel INTEGER, maritalstatus VARCHAR, gender VARCHAR, territory VARCHAR, country VARCHAR, group VARCHAR, current_date TIMESTAMP WITH TIME ZONE");
    }
  }
}
