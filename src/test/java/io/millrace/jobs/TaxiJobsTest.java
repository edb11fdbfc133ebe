package io.millrace.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.jobs.io.ReadFiles;
import io.millrace.jobs.sample.SampleLake;
import io.millrace.support.SparkExtension;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The shipped jobs over taxi rides, on one sample lake, against DuckDB over the raw files. */
@ExtendWith(SparkExtension.class)
class TaxiJobsTest {

  private static final int ROWS = 20_000;

  @TempDir private static Path folder;
  private static Duck duck;

  /** Several jobs read the rides that one of them writes. */
  @BeforeAll
  static void rides(SparkSession spark) throws Exception {
    new SampleLake(folder.toString(), 10, 5, 42, 0)
        .write(new Configuration(), Set.of("taxi/green", "taxi/yellow"));
    run(spark, "taxi-rides.conf", Map.of());
    run(spark, "taxi-rides-yellow.conf", Map.of());
    duck =
        Duck.open()
            .view("green", csv("green"))
            .view("yellow", csv("yellow"))
            .view(
                "rides",
                """
                select VendorID as vendorid, pickup as pickup_datetime,
                    strptime(lpep_dropoff_datetime, '%-m/%-d/%y %-H:%M') as dropoff_datetime,
                    RatecodeID::int as ratecode, passenger_count::int as passenger_count,
                    trip_distance::double as trip_distance, fare_amount::double as fare_amount,
                    total_amount::double as total_amount, payment_type::int as payment_type,
                    month(pickup) as month, 'green' as type, year(pickup) as year
                from (select *, strptime(lpep_pickup_datetime, '%-m/%-d/%y %-H:%M') as pickup
                    from green)
                union all
                select VendorID, tpep_pickup_datetime::timestamp, tpep_dropoff_datetime::timestamp,
                    RatecodeID::int, passenger_count::int, trip_distance::double,
                    fare_amount::double, total_amount::double, payment_type::int,
                    month(tpep_pickup_datetime::timestamp), 'yellow',
                    year(tpep_pickup_datetime::timestamp)
                from yellow
                """);
  }

  private static String csv(String kind) {
    return "select * from read_csv('%s/*.csv', header = true, all_varchar = true)"
        .formatted(lake().path("raw/taxi/" + kind));
  }

  @AfterAll
  static void close() throws Exception {
    duck.close();
  }

  private static Lake lake() {
    return new Lake(folder);
  }

  private static RunReport run(SparkSession spark, String file, Map<String, String> settings) {
    Map<String, String> all = new HashMap<>();
    if (file.matches("taxi-(vendors|rides|rides-yellow|renamed|rate-code).conf")) {
      all.put("vars.raw", lake().text("raw"));
    }
    all.put("vars.curated", lake().text("taxi"));
    all.putAll(settings);
    return Lake.shipped(file, all).run(spark);
  }

  private static String written(String name) {
    return Duck.parquet(lake().path("taxi/" + name));
  }

  @Test
  void vendorsHaveNamesRidesAndAnAverage(SparkSession spark) throws Exception {
    RunReport report = run(spark, "taxi-vendors.conf", Map.of());

    duck.assertSame(
        """
        select case VendorID when '1' then 'Creative Mobile Technologies'
            when '2' then 'VeriFone Inc' else VendorID end as vendor,
            count(*) as rides, round(avg(total_amount::double), 6) as average_total
        from yellow where total_amount::double > 0 group by all
        """,
        "select * replace (round(average_total, 6) as average_total) from (%s)"
            .formatted(written("vendors")));
    assertThat(duck.rows("select count(*) from (%s)".formatted(written("vendors"))))
        .as("vendors, one of them without a name")
        .containsExactly("3");
    assertThat(report.balances().get(0).read()).isEqualTo(ROWS);
  }

  @Test
  void ridesLieInFoldersOfYearMonthAndType() throws Exception {
    duck.assertSame(
        "select vendorid, pickup_datetime, dropoff_datetime, ratecode, passenger_count, trip_distance, fare_amount, total_amount, payment_type, month, type, year from rides",
        """
        select * replace (timezone('UTC', pickup_datetime) as pickup_datetime,
            timezone('UTC', dropoff_datetime) as dropoff_datetime) from (%s)
        """
            .formatted(written("rides")));
    assertThat(
            lake().data("taxi/rides").keySet().stream()
                .map(file -> file.substring(0, file.lastIndexOf('/')))
                .distinct())
        .containsExactlyElementsOf(
            Stream.of(
                    "2016/1/yellow",
                    "2016/2/yellow",
                    "2016/3/yellow",
                    "2017/1/green",
                    "2017/2/green",
                    "2017/3/green",
                    "2017/4/green",
                    "2017/5/green",
                    "2017/6/green")
                .map(part -> part.replaceAll("(.+)/(.+)/(.+)", "year=$1/month=$2/type=$3"))
                .toList());
  }

  @Test
  void monthlySumsAreMadeOnceUnlessToldOtherwise(SparkSession spark) throws Exception {
    run(spark, "taxi-monthly.conf", Map.of());

    duck.assertSame(
        """
        select year::int as year, round(avg(total_amount), 6) as average_total,
            round(sum(total_amount), 2) as sum_total, month, type, vendorid::bigint as vendorid
        from rides where total_amount > 0 group by year, month, type, vendorid
        """,
        """
        select year, round(average_total, 6) as average_total,
            round(sum_total, 2) as sum_total, month, type, vendorid from (%s)
        """
            .formatted(written("monthly")));
    Map<String, String> files = lake().data("taxi/monthly");
    assertThat(files.keySet()).anyMatch(file -> file.startsWith("month=6/type=green/vendorid=2/"));
    duck.assertSame(
        "select year, average_total, sum_total, month, type, vendorid::bigint as vendorid from (%s)"
            .formatted(written("monthly")),
        "select year, average_total, sum_total, month, type, vendorid::bigint as vendorid from (%s)"
            .formatted(written("monthly-buckets")));
    // A vendor is a text: '1' hashes to 49 and '2' to 50, so bucket 0 has no rows and no file.
    assertThat(lake().data("taxi/monthly-buckets").keySet())
        .filteredOn(file -> file.startsWith("month=6/type=green/"))
        .extracting(file -> file.replaceAll("_part-.*", ""))
        .containsExactlyInAnyOrder("month=6/type=green/000001_0", "month=6/type=green/000002_0");

    assertThatThrownBy(() -> run(spark, "taxi-monthly.conf", Map.of()))
        .hasMessageContaining("already holds " + files.size() + " files");
    assertThat(lake().data("taxi/monthly")).isEqualTo(files);
    run(spark, "taxi-monthly.conf", Map.of("vars.mode", "overwrite"));
    assertThat(lake().data("taxi/monthly")).hasSameSizeAs(files).isNotEqualTo(files);
  }

  @Test
  void monthAndTypeHaveAveragesAndAPercentile(SparkSession spark) throws Exception {
    run(spark, "taxi-month-type.conf", Map.of());

    duck.assertSame(
        """
        select year::int as year, month::int as month, type, count(*) as rides,
            round(avg(trip_distance), 6) as average_distance,
            round(avg(total_amount / trip_distance), 6) as average_per_mile,
            round(avg(total_amount), 6) as average_total,
            round(quantile_cont(total_amount, 0.99), 6) as percentile_99
        from rides where trip_distance > 0 and total_amount > 0 group by all
        """,
        """
        select year, month, type, rides, round(average_distance, 6) as average_distance,
            round(average_per_mile, 6) as average_per_mile,
            round(average_total, 6) as average_total, round(percentile_99, 6) as percentile_99
        from (%s)
        """
            .formatted(written("month-type")));
  }

  @Test
  void hoursCountRidesOfTheMonthThatIsAskedFor(SparkSession spark) throws Exception {
    RunReport report = run(spark, "taxi-hours.conf", Map.of("vars.month", "3"));

    assertThat(duck.rows("select count(*) from rides where year = 2017 and month = 3"))
        .as("rows read: those of one folder")
        .containsExactly(Long.toString(report.balances().get(0).read()));

    duck.assertSame(
        """
        select hour(pickup_datetime)::int as hourofday, count(*) as rides
        from rides where year = 2017 and month = 3 group by all
        """,
        written("hours"));
    duck.assertSame(
        "select type, count(*) as rides from rides where year = 2017 and month = 3 group by all",
        written("types"));
  }

  @Test
  void renamedColumnsAreTimestampsAndAllElseIsUnchanged(SparkSession spark) throws Exception {
    run(spark, "taxi-renamed.conf", Map.of());

    duck.assertSame(
        """
        select VendorID, tpep_pickup_datetime::timestamp as pickup_date,
            tpep_dropoff_datetime::timestamp as dropoff_date,
            * exclude (VendorID, tpep_pickup_datetime, tpep_dropoff_datetime) replace (
                passenger_count::int as passenger_count, trip_distance::double as trip_distance,
                pickup_longitude::double as pickup_longitude,
                pickup_latitude::double as pickup_latitude, RatecodeID::int as RatecodeID,
                dropoff_longitude::double as dropoff_longitude,
                dropoff_latitude::double as dropoff_latitude, payment_type::int as payment_type,
                fare_amount::double as fare_amount, extra::double as extra,
                mta_tax::double as mta_tax, tip_amount::double as tip_amount,
                tolls_amount::double as tolls_amount,
                improvement_surcharge::double as improvement_surcharge,
                total_amount::double as total_amount)
        from yellow
        """,
        """
        select * replace (timezone('UTC', pickup_date) as pickup_date,
            timezone('UTC', dropoff_date) as dropoff_date) from (%s)
        """
            .formatted(written("yellow")));
  }

  @Test
  void datesThatNoCalendarHasAreCounted(SparkSession spark) throws Exception {
    String header = Files.readAllLines(lake().path("raw/taxi/yellow/yellow_tripdata.csv")).get(0);
    String rest = ",1,2.5,-73.9,40.7,1,N,-73.8,40.8,1,9,0,0.5,0,0,0.3,9.8";
    lake()
        .write(
            "odd/a.csv",
            header,
            "1,2016-02-29 00:00:00,2016-02-29 00:10:00" + rest,
            "1,2016-02-30 00:00:00,2016-03-01 00:10:00" + rest,
            "2,2016-03-01 00:00:00,soon" + rest);

    RunReport report =
        run(
            spark,
            "taxi-renamed.conf",
            Map.of("source.path", lake().text("odd"), "vars.curated", lake().text("odd-out")));

    assertThat(report.balances().get(0).written()).isEqualTo(1);
    assertThat(report.balances().get(0).rejected()).isEqualTo(2);
    assertThat(
            duck.rows(
                "select \"column\", reason from (%s) order by position"
                    .formatted(Duck.parquet(lake().path("odd-out/rejects/yellow")))))
        .containsExactly(
            "tpep_pickup_datetime|not a timestamp", "tpep_dropoff_datetime|not a timestamp");
  }

  @Test
  void ridesByTheMeterAreTextBetweenTabsAsItStood(SparkSession spark) throws Exception {
    RunReport report = run(spark, "taxi-rate-code.conf", Map.of());

    String text =
        "select * from read_csv('%s/*.csv', delim = '\\t', header = false, all_varchar = true)"
            .formatted(lake().path("taxi/rate-code-1"))
            .replace("\\t", "\t");
    assertThat(
            duck.rows(
                "select count(*) from (from green where RatecodeID = '1' except all %s)"
                    .formatted(text)))
        .containsExactly("0");
    assertThat(duck.rows("select count(*) from (%s)".formatted(text)))
        .isEqualTo(duck.rows("select count(*) from green where RatecodeID = '1'"))
        .containsExactly(Long.toString(report.balances().get(0).written()));
  }

  @Test
  void aSchemaThatForgetsAColumnIsNoticed(SparkSession spark) {
    String forgetful =
        ((ReadFiles) Lake.shipped("taxi-rate-code.conf", Map.of()).source())
            .schema()
            .orElseThrow()
            .replace("extra string, ", "");
    Map<String, String> named =
        Map.of("source.schema", forgetful, "rejects.path", lake().text("bad"));
    assertThatThrownBy(() -> run(spark, "taxi-rate-code.conf", named))
        .hasMessageContaining("its header has columns that the schema lacks: extra");

    Map<String, String> unnamed = new HashMap<>(named);
    unnamed.put("source.options.header", "false");
    unnamed.put("sink.path", lake().text("shifted"));
    RunReport report = run(spark, "taxi-rate-code.conf", unnamed);
    assertThat(report.balances().get(0).rejected()).isEqualTo(ROWS + 1);
  }
}
