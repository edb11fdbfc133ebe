package io.millrace.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.jobs.sample.SampleLake;
import io.millrace.support.SparkExtension;
import java.math.BigInteger;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The shipped lookup of countries, against arithmetic on addresses. */
@ExtendWith(SparkExtension.class)
class GeocodeNetworksJobTest {

  private record Network(int family, BigInteger begin, int bits, int length, String country) {

    static Network of(String line) throws Exception {
      String[] cells = line.split(",", 3);
      String[] parts = cells[0].split("/", -1);
      byte[] address = InetAddress.getByName(parts[0]).getAddress();
      int bits = address.length * 8;
      return new Network(
          address.length, new BigInteger(1, address), bits, Integer.parseInt(parts[1]), cells[1]);
    }

    boolean holds(byte[] address) {
      int rest = bits - length;
      return address.length == family
          && new BigInteger(1, address).shiftRight(rest).equals(begin.shiftRight(rest));
    }
  }

  @TempDir private Path folder;

  @Test
  void everyVisitHasTheCountryOfTheSmallestNetworkThatHoldsIt(SparkSession spark) throws Exception {
    new SampleLake(folder.toString(), 1_500, 300, 42, 0)
        .write(new Configuration(), Set.of("useractivity", "networks"));
    Lake lake = new Lake(folder);
    String rest = ",u,1/Jan/2018:00:00:00,GET /,200,1";
    List<Network> networks = new ArrayList<>();
    List<String> lines = Files.readAllLines(lake.path("raw/networks/networks.csv"));
    for (String line : lines.subList(1, lines.size())) {
      networks.add(Network.of(line));
    }
    String ipv6 =
        lines.stream()
            .filter(line -> line.contains(":"))
            .findFirst()
            .orElseThrow()
            .split("/", -1)[0];
    lake.write(
        "raw/useractivity/odd.csv",
        "ip_address,username,timestamp,request,http,bytes",
        ipv6 + rest,
        "host.example.com" + rest,
        "1.2.3" + rest,
        "256.1.1.1" + rest,
        rest);

    Balance balance =
        Lake.shipped(
                "geocode-networks.conf",
                Map.of("vars.raw", lake.text("raw"), "vars.curated", lake.text("out")))
            .run(spark)
            .balances()
            .get(0);

    assertThat(balance.written()).isEqualTo(1_505);
    int found = 0;
    try (Duck duck = Duck.open()) {
      List<String> rows =
          duck.rows(
              "select ip_address, country_code from (%s)"
                  .formatted(Duck.parquet(lake.path("out/useractivity-countries"))));
      assertThat(rows).hasSize(1_505).contains("host.example.com|null", "null|null");
      for (String row : rows) {
        String[] cells = row.split("\\|", -1);
        String expected = country(cells[0], networks);
        assertThat(cells[1]).as(row).isEqualTo(expected);
        found += expected.equals("null") ? 0 : 1;
      }
    }
    assertThat(found).isBetween(700, 1_501);
  }

  private static String country(String address, List<Network> networks) throws Exception {
    if (!address.matches(
        "(?:(?:25[0-5]|2[0-4]\\d|1?\\d?\\d)(?:\\.(?!$)|$)){4}|[0-9a-f:]*:[0-9a-f:]*")) {
      return "null";
    }
    byte[] bytes = InetAddress.getByName(address).getAddress();
    Network smallest = null;
    for (Network network : networks) {
      if (network.holds(bytes) && (smallest == null || network.length > smallest.length)) {
        smallest = network;
      }
    }
    return smallest == null ? "null" : smallest.country;
  }
}
