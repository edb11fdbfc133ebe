package io.millrace.jobs;

import static io.millrace.support.Table.table;
import static io.millrace.support.Table.text;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.jobs.sample.SampleLake;
import io.millrace.support.SparkExtension;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The shipped jobs over the visits, beside the one that flattens them, against DuckDB. */
@ExtendWith(SparkExtension.class)
class VisitJobsTest {

  @TempDir private Path folder;

  private Lake lake() {
    return new Lake(folder);
  }

  private RunReport run(SparkSession spark, String file) {
    return Lake.shipped(
            file, Map.of("vars.raw", lake().text("raw"), "vars.curated", lake().text("weblogs")))
        .run(spark);
  }

  private void sample() throws Exception {
    new SampleLake(folder.toString(), 2_000, 500, 42, 0)
        .write(new Configuration(), Set.of("useractivity"));
  }

  @Test
  void geocodeFollowsTheRuleOfTheWorkshopAndStopsAtNoAddress(SparkSession spark) {
    lake()
        .write(
            "raw/useractivity/a.csv",
            "ip_address,username,timestamp,request,http,bytes",
            "99.1.2.3,a,t,r,200,1",
            "100.1.2.3,b,t,r,200,1",
            "host.example.com,c,t,r,200,1",
            "2001:db8::1,d,t,r,200,1",
            "99.1.2,e,t,r,200,1",
            ",f,t,r,200,1");

    run(spark, "geocode.conf");

    assertThat(
            text(
                lake()
                    .rows(spark, "weblogs/useractivity-geocoded")
                    .select("ip_address", "country")))
        .isEqualTo(
            table(
                """
                ip_address string | country string
                99.1.2.3          | US
                100.1.2.3         | UK
                host.example.com  | null
                2001:db8::1       | null
                99.1.2            | null
                null              | null
                """));
  }

  @Test
  void geocodeKeepsEveryVisit(SparkSession spark) throws Exception {
    sample();

    run(spark, "geocode.conf");

    assertSame(
        "useractivity-geocoded",
        """
        select ip_address, username, timestamp, request, http::int as http, bytes::bigint as bytes,
            if(split_part(ip_address, '.', 1)::int < 100, 'US', 'UK') as country from visits
        """,
        2_000);
  }

  @Test
  void dogViewsCountsPerUserAndRequest(SparkSession spark) throws Exception {
    sample();

    RunReport report = run(spark, "dog-views.conf");

    String counted =
        """
        select username, request, count(*) as views from visits where contains(request, 'Dogs')
        group by all
        """;
    assertSame("dog-views", counted, report.balances().get(0).written());
    Balance balance = report.balances().get(0);
    assertThat(one("select count(*) from visits where not contains(request, 'Dogs')"))
        .isEqualTo(balance.filtered())
        .isBetween(1_300L, 1_700L);
  }

  /** Flat rows hold the request as it stood, so both jobs count the same. */
  @Test
  void dogViewsFromParquetAreThoseFromCsv(SparkSession spark) throws Exception {
    sample();
    run(spark, "flatten-weblogs.conf");

    RunReport report =
        Lake.shipped("dog-views-parquet.conf", Map.of("vars.curated", lake().text("weblogs")))
            .run(spark);

    long dogs = one("select count(*) from visits where contains(request, 'Dogs')");
    assertThat(report.balances().get(0).read()).as("rows of one folder").isEqualTo(dogs);
    assertSame(
        "dog-views-parquet",
        """
        select username, request, count(*) as views from visits where contains(request, 'Dogs')
        group by all
        """,
        report.balances().get(0).written());
    assertSame(
        "dog-views-by-user",
        "select username, count(*) as views from visits where request like '%/Dogs/%' group by all",
        report.balances().get(1).written());
  }

  private void assertSame(String name, String expected, long rows) throws SQLException {
    String written =
        "select * from read_parquet('%s/*.parquet')".formatted(lake().path("weblogs/" + name));
    assertThat(one("select count(*) from (%s)".formatted(written))).isEqualTo(rows).isPositive();
    assertThat(one("select count(*) from (%s)".formatted(expected))).isEqualTo(rows);
    assertThat(one("select count(*) from ((%s) except all (%s))".formatted(expected, written)))
        .as("rows of the oracle that the job did not write")
        .isZero();
  }

  private long one(String sql) throws SQLException {
    try (Connection duck = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = duck.createStatement()) {
      statement.execute(
          "create view visits as select * from read_csv('%s', header = true, all_varchar = true)"
              .formatted(lake().path("raw/useractivity/useractivity.csv")));
      try (ResultSet result = statement.executeQuery(sql)) {
        result.next();
        return result.getLong(1);
      }
    }
  }
}
