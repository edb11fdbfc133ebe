package io.millrace.jobs;

import static io.millrace.support.Table.table;
import static io.millrace.support.Table.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import io.millrace.jobs.sample.Dirt;
import io.millrace.jobs.sample.SampleLake;
import io.millrace.support.SparkExtension;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The job file {@code flatten-weblogs.conf} as it is shipped. */
@ExtendWith(SparkExtension.class)
class FlattenWeblogsTest {

  private static final String HEADER = "ip_address,username,timestamp,request,http,bytes";
  private static final String RAW = "raw/useractivity/log.csv";
  private static final String FLAT = "weblogs/useractivityconverted";

  @TempDir private Path folder;

  private Lake lake() {
    return new Lake(folder);
  }

  private RunReport run(SparkSession spark) {
    return Lake.shipped(
            "flatten-weblogs.conf",
            Map.of("vars.raw", lake().text("raw"), "vars.curated", lake().text("weblogs")))
        .run(spark);
  }

  @Test
  void theThreeDocumentedVisitsBecomeTheDocumentedRows(SparkSession spark) {
    lake()
        .write(
            RAW,
            HEADER,
            "105.156.115.196,ontistesns0,17/Jan/2018:10:43:54,\"GET /petstore/Cats/Treats\",200,314",
            "57.143.147.52,agkgamyaar4,14/Jun/2018:06:39:54,\"GET /petstore/Fish/Food\",200,575",
            "29.152.175.209,nealaoaaoc9,6/Jan/2018:06:51:54,\"GET /petstore/Bird/Treats\",200,419");

    run(spark);

    assertThat(text(lake().rows(spark, FLAT)))
        .isEqualTo(
            table(
                """
                ip_address string | username string | timestamp string | request string | http int | bytes bigint | requesttype string | topdomain string | subpage string | date string | time string | year int | month int | toppage string
                105.156.115.196 | ontistesns0 | 17/Jan/2018:10:43:54 | GET /petstore/Cats/Treats | 200 | 314 | GET | petstore | Treats | 01/17/2018 | 10:43:54 | 2018 | 1 | Cats
                57.143.147.52   | agkgamyaar4 | 14/Jun/2018:06:39:54 | GET /petstore/Fish/Food   | 200 | 575 | GET | petstore | Food   | 06/14/2018 | 06:39:54 | 2018 | 6 | Fish
                29.152.175.209  | nealaoaaoc9 | 6/Jan/2018:06:51:54  | GET /petstore/Bird/Treats | 200 | 419 | GET | petstore | Treats | 01/06/2018 | 06:51:54 | 2018 | 1 | Bird
                """));
    assertThat(lake().data(FLAT).keySet().stream().map(file -> file.split("/", -1)[0]))
        .containsExactly("toppage=Bird", "toppage=Cats", "toppage=Fish");
  }

  @Test
  void requestsAndTimestampsMayBeSpelledInEveryUsualWay(SparkSession spark) {
    lake()
        .write(
            RAW,
            HEADER,
            "1.1.1.1,day,06/Jan/2018:06:51:54,\"GET /petstore/Cats/Treats\",200,1",
            "1.1.1.1,plain,6/Jan/2018:06:51:54,GET /petstore/Cats/Treats,200,2",
            "1.1.1.1,short,6/Jan/2018:06:51:54,GET /petstore,200,3",
            "1.1.1.1,long,6/Jan/2018:06:51:54,PUT /petstore/Cats/Treats/fish/more,200,4",
            "1.1.1.1,query,6/Jan/2018:06:51:54,GET /petstore/Cats/Treats?page=2&a=b/c HTTP/1.1,200,5",
            "1.1.1.1,root,6/Jan/2018:06:51:54,GET /,200,6",
            "1.1.1.1,none,31/Dec/2017:23:59:59,,404,");

    run(spark);

    assertThat(
            text(
                lake()
                    .rows(spark, FLAT)
                    .select(
                        "username",
                        "requesttype",
                        "topdomain",
                        "toppage",
                        "subpage",
                        "date",
                        "month",
                        "bytes")))
        .isEqualTo(
            table(
                """
                username string | requesttype string | topdomain string | toppage string | subpage string | date string | month int | bytes bigint
                day   | GET  | petstore | Cats | Treats | 01/06/2018 | 1  | 1
                plain | GET  | petstore | Cats | Treats | 01/06/2018 | 1  | 2
                short | GET  | petstore | null | null   | 01/06/2018 | 1  | 3
                long  | PUT  | petstore | Cats | Treats | 01/06/2018 | 1  | 4
                query | GET  | petstore | Cats | Treats | 01/06/2018 | 1  | 5
                root  | GET  | null     | null | null   | 01/06/2018 | 1  | 6
                none  | null | null     | null | null   | 12/31/2017 | 12 | null
                """));
    assertThat(lake().data(FLAT).keySet().stream().map(file -> file.split("/", -1)[0]).distinct())
        .containsExactly("toppage=Cats", "toppage=__HIVE_DEFAULT_PARTITION__");
  }

  @Test
  void aBadTimestampIsARejectWithItsPlaceAndText(SparkSession spark) {
    String bad = "1.1.1.1,b,30/Feb/2018:06:51:54,GET /petstore/Cats/Treats,200,2";
    Path file =
        lake()
            .write(
                RAW,
                HEADER,
                "1.1.1.1,a,6/Jan/2018:06:51:54,GET /petstore/Cats/Treats,200,1",
                bad,
                "1.1.1.1,c,6/Jan/2018:06:51:54,GET /petstore/Cats/Treats,200,x");

    RunReport report = run(spark);

    assertThat(text(lake().rows(spark, FLAT).select("username")))
        .isEqualTo(table("username string\na"));
    int position = HEADER.length() + 1 + 62;
    assertThat(text(lake().rows(spark, "weblogs/rejects/useractivity").drop("run")))
        .isEqualTo(
            table(
                """
                rule string | reason string | column string | file string | position bigint | raw string
                flatten-timestamp | timestamp is not d/MMM/yyyy:HH:mm:ss | timestamp | file:%s | %s | %s
                read | not a bigint | bytes | file:%s | %s | 1.1.1.1,c,6/Jan/2018:06:51:54,GET /petstore/Cats/Treats,200,x
                """
                    .formatted(file, position, bad, file, position + bad.length() + 1)));
    assertThat(report.balances())
        .containsExactly(new Balance(0, lake().text(FLAT), 3, 1, 2, 0, List.of()));
  }

  @Test
  void aSecondRunReplacesTheRowsOfTheFirst(SparkSession spark) {
    lake().write(RAW, HEADER, "1.1.1.1,a,6/Jan/2018:06:51:54,GET /petstore/Cats/Treats,200,1");
    run(spark);
    Map<String, String> first = lake().data(FLAT);
    lake().write(RAW, HEADER, "1.1.1.1,b,6/Jan/2018:06:51:54,GET /petstore/Dogs/Treats,200,1");

    run(spark);

    assertThat(text(lake().rows(spark, FLAT).select("username", "toppage")))
        .isEqualTo(table("username string | toppage string\nb | Dogs"));
    assertThat(lake().data(FLAT).keySet()).doesNotContainAnyElementsOf(first.keySet());
    assertThat(lake().everything(FLAT)).doesNotContainKey("toppage=Cats");
  }

  @Test
  void dirtyLinesAreRejectedByKindAndAllOthersAreWrittenAsDuckDbReadsThem(SparkSession spark)
      throws Exception {
    Map<Dirt, Long> dirt =
        new SampleLake(folder.toString(), 20_000, 1_000, 11, 0.02)
            .write(spark.sparkContext().hadoopConfiguration(), Set.of("useractivity"))
            .dirt();

    RunReport report = run(spark);

    assertThat(dirt.values()).allMatch(rows -> rows > 10);
    assertThat(rejected(spark)).isEqualTo(dirt);
    Balance balance = report.balances().get(0);
    long bad = dirt.values().stream().mapToLong(Long::longValue).sum();
    assertThat(balance.read()).isEqualTo(20_000);
    assertThat(balance.rejected()).isEqualTo(bad);
    assertThat(balance.written()).isEqualTo(20_000 - bad);
    try (Connection duck = DriverManager.getConnection("jdbc:duckdb:")) {
      oracle(duck);
      assertThat(query(duck, "select count(*) from expected")).isEqualTo(balance.written());
      assertThat(query(duck, "select count(*) from (from expected except all from written)"))
          .as("rows of the oracle that the job did not write")
          .isZero();
      assertThat(query(duck, "select count(*) from (from written except all from expected)"))
          .as("rows of the job that the oracle does not have")
          .isZero();
      assertThat(query(duck, "select count(distinct toppage) from written")).isEqualTo(4);
    }
  }

  private Map<Dirt, Long> rejected(SparkSession spark) {
    Map<Dirt, Long> kinds = new EnumMap<>(Dirt.class);
    for (Row row : lake().rows(spark, "weblogs/rejects/useractivity").collectAsList()) {
      kinds.merge(kind(row.getAs("rule"), row.getAs("column"), row.getAs("reason")), 1L, Long::sum);
    }
    return kinds;
  }

  private static Dirt kind(String rule, String column, String reason) {
    Map<String, Dirt> kinds =
        Map.ofEntries(
            entry("read/null/not valid UTF-8", Dirt.INVALID_UTF8),
            entry("read/http/not an int", Dirt.HTTP_NOT_A_NUMBER),
            entry("read/bytes/not a bigint", Dirt.BYTES_OVERFLOW),
            entry("read/null/1 field where the schema has 6", Dirt.GARBAGE),
            entry(
                "flatten-timestamp/timestamp/timestamp is not d/MMM/yyyy:HH:mm:ss",
                Dirt.BAD_TIMESTAMP),
            entry(
                "read/null/quote is not closed; if a quoted value spans lines, set multi-line = true",
                Dirt.UNCLOSED_QUOTE));
    String key = rule + "/" + column + "/" + reason;
    if (key.matches("read/null/[2-5] fields where the schema has 6")) {
      return Dirt.TOO_FEW_FIELDS;
    }
    if (key.matches("read/null/[7-9] fields where the schema has 6")) {
      return Dirt.TOO_MANY_FIELDS;
    }
    assertThat(kinds).containsKey(key);
    return kinds.get(key);
  }

  /** The lines that are good, by regular expression and DuckDB's own casts and clock. */
  private void oracle(Connection duck) throws IOException, SQLException {
    byte[] file = Files.readAllBytes(lake().path("raw/useractivity/useractivity.csv"));
    String readable =
        new String(file, StandardCharsets.ISO_8859_1)
            .lines()
            .skip(1)
            .filter(FlattenWeblogsTest::isUtf8)
            .collect(Collectors.joining("\n", "", "\n"));
    Path lines = Files.writeString(lake().path("lines.txt"), readable);
    try (Statement statement = duck.createStatement()) {
      statement.execute(
          """
          create table parts as select regexp_extract(line,
              '^([^,"]*),([^,"]*),([^,"]*),"([^,"]*)",([^,"]*),([^,"]*)$',
              ['ip', 'username', 'stamp', 'request', 'http', 'bytes']) as p
          from read_csv('%s', columns = {'line': 'varchar'}, delim = '\u0001', quote = '', escape = '', header = false, auto_detect = false)
          """
              .formatted(lines));
      statement.execute(
          """
          create table expected as
          select p.ip as ip_address, p.username, p.stamp as timestamp, p.request,
              try_cast(p.http as int) as http, try_cast(p.bytes as bigint) as bytes,
              split_part(p.request, ' ', 1) as requesttype, split_part(p.request, '/', 2) as topdomain,
              split_part(p.request, '/', 4) as subpage,
              strftime(t, '%m/%d/%Y') as date, strftime(t, '%H:%M:%S') as time,
              cast(year(t) as int) as year, cast(month(t) as int) as month,
              split_part(p.request, '/', 3) as toppage
          from (select p, try_strptime(p.stamp, '%d/%b/%Y:%H:%M:%S') as t from parts)
          where t is not null and try_cast(p.http as int) is not null and try_cast(p.bytes as bigint) is not null
          """);
      statement.execute(
          "create view written as select * from read_parquet('%s/*/*.parquet', hive_partitioning = true)"
              .formatted(lake().path(FLAT)));
    }
  }

  private static boolean isUtf8(String line) {
    try {
      StandardCharsets.UTF_8
          .newDecoder()
          .decode(java.nio.ByteBuffer.wrap(line.getBytes(StandardCharsets.ISO_8859_1)));
      return true;
    } catch (CharacterCodingException e) {
      return false;
    }
  }

  private static long query(Connection duck, String sql) throws SQLException {
    try (Statement statement = duck.createStatement();
        ResultSet result = statement.executeQuery(sql)) {
      result.next();
      return result.getLong(1);
    }
  }
}
