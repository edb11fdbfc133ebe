package io.millrace.transforms;

import static io.millrace.support.Table.rows;
import static io.millrace.support.Table.table;
import static io.millrace.support.Table.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.support.SparkExtension;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Countries of addresses. */
@ExtendWith(SparkExtension.class)
class LookupNetworkTest {

  private static final String VISITS =
      """
      id int | ip string
      1 | 105.1.1.1
      2 | 105.1.2.1
      3 | 2001:db8::7
      4 | host.example.com
      5 |
      6 | null
      7 | 105.1.1
      8 | 8.8.8.8
      """;

  private static final String NETWORKS =
      """
      country string | network string | zone int
      ZA   | 105.1.0.0/16  | 1
      null | 105.1.2.0/24  | 2
      XX   | 2001:db8::/32 | 3
      """;

  private record Given(String table) implements Source {
    @Override
    public Dataset<Row> read(SparkSession spark) {
      return rows(spark, table);
    }
  }

  private static LookupNetwork lookup(OnInvalid onMissing, String... columns) {
    return new LookupNetwork(new Given(NETWORKS), "IP", "Network", List.of(columns), onMissing);
  }

  @ParameterizedTest(name = "ANSI {0}")
  @ValueSource(booleans = {false, true})
  void theSmallestNetworkGivesItsColumnsAndWhatIsNoAddressGetsNulls(
      boolean ansi, SparkSession spark) {
    Traces.ansi(spark, ansi);
    assertThat(text(lookup(OnInvalid.NULL).apply(rows(spark, VISITS))))
        .isEqualTo(
            table(
                """
                id int | ip string | country string | zone int
                1 | 105.1.1.1        | ZA   | 1
                2 | 105.1.2.1        | null | 2
                3 | 2001:db8::7      | XX   | 3
                4 | host.example.com | null | null
                5 |                  | null | null
                6 | null             | null | null
                7 | 105.1.1          | null | null
                8 | 8.8.8.8          | null | null
                """));
    assertThat(spark.catalog().listTables().collectAsList()).isEmpty();
  }

  @Test
  void byPolicyWhatFindsNothingIsARejectAndRowsAsideAreLeftAlone(SparkSession spark) {
    Dataset<Row> rows = Traces.aside(rows(spark, VISITS), "id = 8");
    Dataset<Row> found = lookup(OnInvalid.REJECT, "zone").apply(rows);
    assertThat(found.columns()).containsExactly("id", "ip", "zone", Trace.ASIDE);
    assertThat(found.count()).isEqualTo(8);
    assertThat(Traces.reasons(found))
        .containsExactly(
            "earlier",
            "lookup-network: IP: IP is not an IP address",
            "lookup-network: IP: IP is not an IP address",
            "lookup-network: IP: IP is not an IP address",
            "lookup-network: IP: IP is null");
    assertThatThrownBy(
            () -> lookup(OnInvalid.REJECT).apply(rows(spark, VISITS).where("id = 8")).collect())
        .hasStackTraceContaining("lookup-network: IP is in no network");
  }

  @Test
  void noRowsNoNetworksAndHostileNames(SparkSession spark) {
    LookupNetwork none = new LookupNetwork(new Given(NETWORKS), "ip");
    assertThat(none.apply(rows(spark, VISITS).where("false")).collectAsList()).isEmpty();
    Dataset<Row> networks =
        spark.sql("select '1.0.0.0/8' as `n.e``T`, named_struct('a', 1) as `the value`");
    Dataset<Row> visits = spark.sql("select 1 as networks, '1.2.3.4' as `i.p ``X`");
    LookupNetwork step =
        new LookupNetwork(none.with(), "i.p `x", "N.e`t", List.of(), OnInvalid.NULL);
    Dataset<Row> found = step.apply(visits, networks);
    assertThat(found.columns()).containsExactly("networks", "i.p `X", "the value");
    assertThat(found.selectExpr("`the value`.a").head().getInt(0)).isEqualTo(1);
    assertThat(step.apply(visits, networks.where("false")).head().isNullAt(2)).isTrue();
  }

  @Test
  void malformedNetworksFailTheQueryWithTheirNumber(SparkSession spark) {
    Given networks = new Given("network string | c int\n1.0.0.0/8|1\nnull|2\n1.2.3.4/8|3\nx|4");
    Dataset<Row> found = new LookupNetwork(networks, "ip").apply(rows(spark, VISITS));
    assertThatThrownBy(() -> found.collectAsList())
        .hasStackTraceContaining("3 of 4 networks are malformed, such as 'null'; write them like");
  }

  @Test
  void theTableOfNetworksIsMadeOnceAndNothingIsJoinedOrShuffled(SparkSession spark) {
    Dataset<Row> visits = spark.range(1).selectExpr("cast(id as string) as ip");
    Dataset<Row> found = lookup(OnInvalid.REJECT).apply(Traces.good(visits));
    assertThat(found.collectAsList()).hasSize(1);
    String plan = found.queryExecution().executedPlan().toString();
    String last =
        plan.substring(0, plan.indexOf("== Initial Plan ==", plan.indexOf("NetworkRanges")));
    assertThat(last).contains("ReusedSubquery").doesNotContain("Join", "hashpartitioning");
    assertThat(last.split("io.millrace.udf.NetworkRanges", -1)).as(last).hasSize(2);
  }

  @Test
  void whatCannotBeMeantIsRefused(SparkSession spark) {
    assertThatThrownBy(() -> lookup(OnInvalid.NULL, "contry").apply(rows(spark, VISITS)))
        .hasMessage(
            "lookup-network: with: no column contry; the input has country, network, zone; did you mean 'country'?");
    assertThatThrownBy(
            () -> lookup(OnInvalid.NULL).apply(rows(spark, "ip string | Zone int\n1.1.1.1|1")))
        .hasMessage(
            "lookup-network: the input already has zone; rename or drop it before this step");
    assertThatThrownBy(() -> lookup(OnInvalid.NULL).apply(rows(spark, "ip int\n1")))
        .hasMessage("lookup-network: column IP is int but must be string");
  }

  @Test
  void theCountriesOfARealTable(SparkSession spark) throws IOException {
    Path file =
        Path.of(
            System.getProperty("millrace.basedir", "."),
            "..",
            "shared/data/geoip/GeoLite2-Country-Test.json");
    assumeTrue(Files.exists(file), "../shared/data/geoip is absent");
    List<String> networks = new ArrayList<>(List.of("network string | country string"));
    for (JsonNode entry : new ObjectMapper().readTree(file.toFile())) {
      String network = entry.fieldNames().next();
      networks.add(network + "|" + entry.get(network).at("/country/iso_code").asText("null"));
    }
    assertThat(networks).hasSize(245);
    Dataset<Row> visits =
        rows(
            spark, "ip string\n2.125.160.217\n2.125.160.224\n89.160.20.112\n2001:218:ffff::1\n::1");
    LookupNetwork lookup = new LookupNetwork(new Given(String.join("\n", networks)), "ip");
    assertThat(text(lookup.apply(visits)))
        .isEqualTo(
            table(
                """
                ip string | country string
                2.125.160.217    | GB
                2.125.160.224    | null
                89.160.20.112    | SE
                2001:218:ffff::1 | JP
                ::1              | null
                """));
  }
}
