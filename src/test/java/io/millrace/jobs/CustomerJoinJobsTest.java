package io.millrace.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.jobs.sample.SampleLake;
import io.millrace.support.SparkExtension;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The shipped jobs that join visits with customers and zip codes, against DuckDB. */
@ExtendWith(SparkExtension.class)
class CustomerJoinJobsTest {

  @TempDir private Path folder;
  private Duck duck;

  @BeforeEach
  void lake() throws Exception {
    new SampleLake(folder.toString(), 3_000, 500, 42, 0)
        .write(new Configuration(), Set.of("useractivity", "userprofile", "zipcodes"));
    duck = Duck.open();
    duck.view("zips", csv("zipcodes/*.csv"));
    String short4 = "select Zipcode from zips where length(Zipcode) = 4 order by all limit 1";
    add(
        "useractivity/useractivity.csv",
        "1.2.3.4,nobody,06/Jan/2018:00:00:00,\"GET /petstore/Bird/Food\",200,1\n"
            + "1.2.3.4,leadingzero,31/Dec/2018:23:59:59,\"PUT /petstore\",500,2");
    add(
        "userprofile/userprofile.csv",
        "Mass,Zero,leadingzero,m@example.com,F,1.1.1.1,5,%s,1,p,1,25"
            .formatted(duck.rows(short4).get(0)));
    duck.view("visits", csv("useractivity/*.csv"));
    duck.view("users", csv("userprofile/*.csv"));
  }

  @AfterEach
  void close() throws Exception {
    duck.close();
  }

  private Path raw(String path) {
    return folder.resolve("raw").resolve(path);
  }

  private String csv(String files) {
    return "select * from read_csv('%s', header = true, all_varchar = true, quote = '\"')"
        .formatted(raw(files));
  }

  private long one(String query) throws Exception {
    return Long.parseLong(duck.rows(query).get(0));
  }

  /** A file beside the sample's own, with its header and one line. */
  private void add(String sample, String line) throws IOException {
    Path file = raw(sample);
    String header = Files.readAllLines(file).get(0);
    Files.writeString(file.resolveSibling("more.csv"), header + "\n" + line + "\n");
  }

  private RunReport run(SparkSession spark, String file) {
    String curated = folder.resolve("weblogs").toString();
    return Lake.shipped(
            file, Map.of("vars.raw", folder.resolve("raw").toString(), "vars.curated", curated))
        .run(spark);
  }

  private Path written(String name) {
    return folder.resolve("weblogs").resolve(name);
  }

  @Test
  void joinUserprofileKeepsNamesAndZerosAndNoSecret(SparkSession spark) throws Exception {
    Balance balance = run(spark, "join-userprofile.conf").balances().get(0);

    duck.assertSame(
        """
        select u.first_name as firstname, u.last_name as lastname, u.gender,
            lpad(u.zip, 5, '0') as zip, u.age, v.ip_address, v.username,
            v.timestamp, v.request, v.http::bigint as http, v.bytes::bigint as bytes
        from visits v join users u using (username)
        """,
        Duck.parquet(written("joindatasets")));
    assertThat(balance.filtered())
        .isEqualTo(
            one("select count(*) from visits where username not in (select username from users)"))
        .isPositive();
    assertThat(balance.read()).isEqualTo(3_002);
  }

  @Test
  void viewsByStateCountsEveryZipWithOrWithoutItsZeros(SparkSession spark) throws Exception {
    Balance balance = run(spark, "views-by-state.conf").balances().get(0);

    duck.assertSame(
        """
        select z.State as state, v.request as page, count(*) as totalviews
        from visits v join users u using (username)
        join zips z on u.zip::int = z.Zipcode::int group by all
        """,
        Duck.parquet(written("views-by-state")));
    String seen = "select sum(totalviews) from read_parquet('%s/*.parquet')";
    assertThat(one(seen.formatted(written("views-by-state"))) + balance.filtered())
        .isEqualTo(balance.read());
    assertThat(
            duck.rows(
                "select totalviews from read_parquet('%s/*.parquet') where page = 'PUT /petstore'"
                    .formatted(written("views-by-state"))))
        .as("the customer whose zip has lost its zero")
        .containsExactly("1");
  }

  @Test
  void insightsAreThreeTablesFromOneRead(SparkSession spark) throws Exception {
    RunReport report = run(spark, "weblog-insights.conf");

    duck.view(
        "seen",
        """
        select v.username, u.age::int as age, z.State as state, z.City as city,
            v.request, strptime(v.timestamp, '%d/%b/%Y:%H:%M:%S')::date as date
        from visits v join users u using (username) join zips z on u.zip::int = z.Zipcode::int
        """);
    String counts = "count(distinct username) as users, count(*) as visits from seen";
    duck.assertSame(
        "select state, city, %s group by all".formatted(counts),
        Duck.parquet(written("insights/users-by-place")));
    duck.assertSame(
        "select age, %s group by all".formatted(counts),
        Duck.parquet(written("insights/users-by-age")));
    duck.assertSame(
        "select date, request, %s where contains(request, 'GET') group by all".formatted(counts),
        Duck.parquet(written("insights/users-by-day")));
    assertThat(report.balances()).extracting(Balance::read).containsOnly(3_002L);
  }
}
