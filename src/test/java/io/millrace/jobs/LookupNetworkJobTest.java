package io.millrace.jobs;

import static io.millrace.support.Table.table;
import static io.millrace.support.Table.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.support.SparkExtension;
import java.nio.file.Path;
import java.util.Map;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Visits with the country of their address. */
@ExtendWith(SparkExtension.class)
class LookupNetworkJobTest {

  private static final String JOB =
      """
      name = countries
      source { type = read-files, format = csv, path = "LAKE/visits", schema = "visit int, ip string", options { header = true } }
      transforms = [
        { type = lookup-network, column = ip, columns = [country], on-missing = ON_MISSING
          with { type = read-files, format = csv, path = "LAKE/networks", schema = "network string, country string, zone int", options { header = true } } }
      ]
      outputs = [ { sink { type = write-files, path = "LAKE/out", mode = overwrite } } ]
      rejects { path = "LAKE/rejects" }
      """;

  @TempDir private Path folder;

  private Lake lake() {
    return new Lake(folder);
  }

  @BeforeEach
  void input() {
    lake()
        .write(
            "visits/a.csv",
            "visit,ip",
            "1,105.1.1.1",
            "2,host.example.com",
            "3,2001:db8::1",
            "4,",
            "x,105.1.1.1",
            "5,8.8.8.8");
    lake()
        .write(
            "networks/a.csv",
            "network,country,zone",
            "2001:db8::/32,XX,1",
            "105.0.0.0/8,ZA,2",
            "8.8.8.0/24,US,two");
  }

  private RunReport run(SparkSession spark, String onMissing) {
    String text = JOB.replace("LAKE", folder.toString()).replace("ON_MISSING", onMissing);
    Path job = lake().write("job.conf", text.lines().toArray(String[]::new));
    return Lake.bound(job, Map.of()).pipeline().run(spark);
  }

  @Test
  void everyRowStaysAndRejectsOfBothInputsAreWritten(SparkSession spark) {
    RunReport report = run(spark, "\"null\"");
    assertThat(text(lake().rows(spark, "out")))
        .isEqualTo(
            table(
                """
                visit int | ip string | country string
                1 | 105.1.1.1 | ZA
                2 | host.example.com | null
                3 | 2001:db8::1 | XX
                4 | null | null
                5 | 8.8.8.8 | null
                """));
    assertThat(report.balances().get(0).toString()).contains("read=6", "written=5", "rejected=1");
    assertThat(text(lake().rows(spark, "rejects").selectExpr("column", "raw")))
        .isEqualTo(table("column string|raw string\nvisit|x,105.1.1.1\nzone|8.8.8.0/24,US,two"));
  }

  @Test
  void whatFindsNothingMayBeARejectWithItsPlaceInTheFile(SparkSession spark) {
    RunReport report = run(spark, "reject");
    assertThat(report.balances().get(0).toString()).contains("read=6", "written=2", "rejected=4");
    assertThat(
            text(
                lake()
                    .rows(spark, "rejects")
                    .where("rule = 'lookup-network'")
                    .selectExpr("reason", "position > 0 as placed")))
        .isEqualTo(
            table(
                """
                reason string | placed boolean
                ip is not an IP address | true
                ip is null | true
                ip is in no network | true
                """));
  }

  @Test
  void malformedNetworksStopTheJobWithASentence(SparkSession spark) {
    lake().write("networks/b.csv", "network,country,zone", "10.0.0.0/33,XX,1", "net,XX,1");
    assertThatThrownBy(() -> run(spark, "reject"))
        .isInstanceOf(JobFailedException.class)
        .hasMessageContaining(
            ": lookup-network: with: column network: 2 of 4 networks are malformed, such as '")
        .hasMessageNotContaining("Exception")
        .hasMessageContaining("write them like 192.0.2.0/24 or 2001:db8::/32");
    assertThat(lake().data("out")).isEmpty();
  }

  @Test
  void aRepeatedNetworkStopsTheJobWithASentence(SparkSession spark) {
    lake().write("networks/b.csv", "network,country,zone", "105.0.0.0/8,XX,1");
    assertThatThrownBy(() -> run(spark, "reject"))
        .isInstanceOf(JobFailedException.class)
        .hasMessageContaining(
            ": lookup-network: with: column network: 1 of 3 networks repeat another one, such as '105.0.0.0/8'; keep one of each.")
        .hasMessageNotContaining("Exception");
  }
}
