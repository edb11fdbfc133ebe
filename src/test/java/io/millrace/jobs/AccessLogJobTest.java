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

/**
 * The shipped job over a web server's log, against DuckDB, whose expressions are of another kind.
 */
@ExtendWith(SparkExtension.class)
class AccessLogJobTest {

  private static final String QUOTED = "\"((?:[^\"\\\\]|\\\\.)*)\"";
  private static final String LINE =
      "^(\\S+) \\S+ (\\S+) \\[([^\\]]+)\\] %s ([0-9]{3}) ([0-9]+|-) %s %s$"
          .formatted(QUOTED, QUOTED, QUOTED);

  @TempDir private Path folder;

  private Balance run(SparkSession spark) {
    return Lake.shipped(
            "access-log.conf",
            Map.of("vars.raw", lake().text("raw"), "vars.curated", lake().text("out")))
        .run(spark)
        .balances()
        .get(0);
  }

  private Lake lake() {
    return new Lake(folder);
  }

  private String written() {
    return Duck.parquet(folder.resolve("out/access-log"));
  }

  /** Every whole line of the log, by the oracle. */
  private String expected() {
    return """
        select r.client as client, nullif(r.usr, '-') as user,
            strptime(r.time[:20], '%%d/%%b/%%Y:%%H:%%M:%%S') as time, r.request as request,
            case when http then split_part(r.request, ' ', 1) end as method,
            case when http then split_part(r.request, ' ', 2) end as path,
            case when http then split_part(r.request, ' ', 3) end as protocol,
            r.status::int as status, try_cast(r.bytes as bigint) as bytes,
            nullif(r.referrer, '-') as referrer, nullif(r.agent, '-') as agent,
            strptime(r.time[:11], '%%d/%%b/%%Y')::date as date
        from (select r, regexp_full_match(r.request, '[A-Z]+ \\S+ HTTP/[0-9.]+') as http
            from (select regexp_extract(line, '%s', ['client', 'usr', 'time', 'request', 'status',
                'bytes', 'referrer', 'agent']) as r
                from (select unnest(string_split(content, chr(10))) as line
                    from read_text('%s/[a-z]*'))))
        where r.client <> ''
        """
        .formatted(LINE, folder.resolve("raw/access-log"));
  }

  private void assertSame() throws Exception {
    try (Duck duck = Duck.open()) {
      duck.assertSame(
          expected(),
          "select * replace (timezone('UTC', time) as time) from (%s)".formatted(written()));
    }
  }

  @Test
  void everyLineIsTakenApart(SparkSession spark) throws Exception {
    new SampleLake(folder.toString(), 10, 5, 42, 0)
        .write(new Configuration(), Set.of("access-log"));

    assertThat(run(spark).written()).isEqualTo(2_000);

    assertSame();
    try (Duck duck = Duck.open()) {
      assertThat(
              duck.rows(
                  """
                  select count(*) filter (bytes is null) > 100,
                      count(*) filter (user is null) > 100, count(user) > 100,
                      count(*) filter (request = '-' and method is null) > 10,
                      count(*) filter (contains(agent, chr(92))) > 10, count(distinct date) > 2
                  from (%s)
                  """
                      .formatted(written())))
          .containsExactly("true|true|true|true|true|true");
    }
  }

  @Test
  void whatIsNoLineOfTheFormatIsAReject(SparkSession spark) throws Exception {
    String begin = "192.0.2.1 - - [28/Jun/2018:22:00:00 +0000] ";
    lake()
        .write(
            "raw/access-log/a.log",
            begin + "\"GET / HTTP/1.1\" 200 5 \"-\" \"whole\"",
            begin + "\"GET / HTTP/1.1\" 200 5 \"-\" \"cut of",
            "",
            begin + "\"GET / HTTP/1.1\" 200 99999999999999999999 \"-\" \"too much\"",
            begin.replace("28/Jun", "31/Jun") + "\"GET / HTTP/1.1\" 200 5 \"-\" \"no day\"",
            begin + "\"\\x16\\x03\" 400 - \"-\" \"no request\"");

    Balance balance = run(spark);

    assertThat(balance.written()).isEqualTo(2);
    assertThat(balance.filtered()).isEqualTo(1);
    assertThat(balance.rejected()).isEqualTo(3);
    try (Duck duck = Duck.open()) {
      assertThat(
              duck.rows(
                  "select reason from (%s) order by position"
                      .formatted(Duck.parquet(folder.resolve("out/rejects/access-log")))))
          .containsExactly(
              "line does not match the pattern",
              "bytes does not fit bigint",
              "time is not dd/MMM/yyyy:HH:mm:ss Z");
    }
  }

  @Test
  void aRealLogHasTheKnownCounts(SparkSession spark) throws Exception {
    Path real = Lake.PROJECT.resolve("../shared/data/apache-access-log/apache_logs").normalize();
    assumeTrue(Files.exists(real), "../shared/data/apache-access-log is absent");
    lake().write("raw/access-log/access.log", Files.readAllBytes(real));

    Balance balance = run(spark);

    assertThat(balance.rejected()).as("the line cut off inside its user agent").isEqualTo(1);
    assertThat(balance.written()).isEqualTo(9_999);
    assertSame();
    try (Duck duck = Duck.open()) {
      assertThat(
              duck.rows(
                  "select method, count(*) from (%s) group by 1 order by 2 desc"
                      .formatted(written())))
          .as("one GET of 200 is the reject")
          .containsExactly("GET|9951", "HEAD|42", "POST|5", "OPTIONS|1");
      assertThat(
              duck.rows(
                  "select count(*) filter (status = 200), count(*) filter (bytes is null) from (%s)"
                      .formatted(written())))
          .containsExactly("9125|669");
    }
  }
}
