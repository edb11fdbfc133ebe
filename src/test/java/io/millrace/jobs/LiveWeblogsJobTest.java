package io.millrace.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.jobs.sample.SampleLake;
import io.millrace.support.SparkExtension;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The shipped jobs over live weblogs, as plain lines and in envelopes, against DuckDB. */
@ExtendWith(SparkExtension.class)
class LiveWeblogsJobTest {

  @TempDir private Path folder;

  private static final String FLAT =
      """
      select f.y as delivered_year, f.m as delivered_month, f.d as delivered_day,
          f.h as delivered_hour, ip_address, username, timestamp, request, http, bytes,
          trim(split_part(request, '/', 1)) as requesttype,
          split_part(request, '/', 2) as topdomain,
          split_part(split_part(request, '?', 1), '/', 4) as subpage,
          strftime(t, '%m/%d/%Y') as date, strftime(t, '%H:%M:%S') as time, year(t)::int as year,
          month(t)::int as month, split_part(request, '/', 3) as toppage
      from lines
      """;

  private Lake lake() {
    return new Lake(folder);
  }

  private Balance run(SparkSession spark, String file) {
    return Lake.shipped(
            file, Map.of("vars.raw", lake().text("raw"), "vars.curated", lake().text("out")))
        .run(spark)
        .balances()
        .get(0);
  }

  /** The lines as DuckDB reads them. */
  private Duck duck() throws Exception {
    return Duck.open()
        .view(
            "lines",
            """
            select *, strptime(timestamp, '%%-d/%%b/%%Y:%%H:%%M:%%S') as t,
                regexp_extract(filename, '/(....)/(..)/(..)/(..)/[^/]*$', ['y', 'm', 'd', 'h']) as f
            from read_csv('%s/**/[a-z]*', header = false, filename = true, quote = '"', columns = {
                'ip_address': 'varchar', 'username': 'varchar', 'timestamp': 'varchar',
                'request': 'varchar', 'http': 'int', 'bytes': 'bigint'})
            """
                .formatted(lake().path("raw/live")));
  }

  @Test
  void everyLineIsFlattenedWhicheverWayItsDayIsWritten(SparkSession spark) throws Exception {
    new SampleLake(folder.toString(), 1_000, 200, 42, 0).write(new Configuration(), Set.of("live"));
    lake()
        .write(
            "raw/live/2018/07/06/00/short-day",
            "1.2.3.4,ann,6/Jul/2018:00:00:01,\"GET /petstore/Bird/Food\",200,1",
            "1.2.3.4,ann,06/Jul/2018:00:00:01,\"GET /petstore/Bird/Food\",200,1",
            "1.2.3.4,ann,6/Jul/2018:00:00:02,\"GET /petstore/Fish/Food?a=b\",200,2");

    Balance balance = run(spark, "flatten-live-weblogs.conf");

    try (Duck duck = duck()) {
      duck.assertSame(columns(FLAT), columns(Duck.parquet(lake().path("out/live"))));
      assertThat(duck.rows("select count(*) from lines")).containsExactly(balance.written() + "");
    }
  }

  /** The sample's envelopes hold the very lines of its live files. */
  @Test
  void everyEventOfAnEnvelopeIsALineAndControlMessagesAreCounted(SparkSession spark)
      throws Exception {
    new SampleLake(folder.toString(), 1_000, 200, 42, 0)
        .write(new Configuration(), Set.of("live", "live-envelopes"));
    lake()
        .write(
            "raw/live-envelopes/2018/07/06/00/odd",
            "{\"recordId\":\"1\",\"data\":\"no base64!\"}",
            "{\"recordId\":\"2\",\"data\":null}");

    Balance balance = run(spark, "flatten-log-events.conf");

    assertThat(balance.rejected()).isEqualTo(2);
    assertThat(balance.filtered()).isGreaterThan(10);
    try (Duck duck = duck()) {
      duck.assertSame(columns(FLAT), columns(Duck.parquet(lake().path("out/live-events"))));
      assertThat(duck.rows("select count(*) from lines")).containsExactly(balance.written() + "");
    }
  }

  private static String columns(String query) {
    return """
        select delivered_year, delivered_month, delivered_day, delivered_hour, ip_address, username,
            timestamp, request, http, bytes, requesttype, topdomain, subpage, date, time, year,
            month, toppage
        from (%s)
        """
        .formatted(query);
  }
}
