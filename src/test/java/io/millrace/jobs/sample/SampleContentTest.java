package io.millrace.jobs.sample;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SampleContentTest {

  private static final Configuration HADOOP = new Configuration();

  @TempDir private Path lake;

  @Test
  void beginsWithTheDocumentedVisits() throws Exception {
    write(100, 10);

    assertThat(LakeFiles.lines(lake, LakeFiles.ACTIVITY))
        .hasSize(101)
        .startsWith(
            "ip_address,username,timestamp,request,http,bytes",
            "105.156.115.196,ontistesns0,17/Jan/2018:10:43:54,\"GET /petstore/Cats/Treats\",200,314",
            "57.143.147.52,agkgamyaar4,14/Jun/2018:06:39:54,\"GET /petstore/Fish/Food\",200,575",
            "29.152.175.209,nealaoaaoc9,6/Jan/2018:06:51:54,\"GET /petstore/Bird/Treats\",200,419");
  }

  @Test
  void spreadsVisitsLikeTheWorkshop() throws Exception {
    Summary summary = SampleLake.at(lake.toString()).write(HADOOP, Set.of("useractivity"));

    List<String> visits = LakeFiles.rows(lake, LakeFiles.ACTIVITY);
    assertThat(visits).hasSize(100_000).allMatch(visit -> visit.split(",", -1).length == 6);
    double bytesPerLine = summary.file("useractivity.csv").bytes() / 100_000.0;
    assertThat(bytesPerLine).as("bytes per line").isBetween(80.0, 84.0);
    assertShare(visits, visit -> visit.contains("Dogs"), 0.25);
    assertShare(visits, visit -> visit.contains("\"GET "), 0.92);
    assertShare(visits, visit -> visit.contains("\"DELETE "), 0.05);
    assertShare(visits, visit -> visit.contains(",200,"), 0.90);
    assertShare(visits, visit -> visit.contains(",500,"), 0.04);
    assertShare(visits, visit -> visit.contains("/2018:"), 0.85);
    assertShare(visits, visit -> visit.matches("[^,]*,[^,]*,\\d/.*"), 9.0 / 30.4 * 0.9);
    assertShare(visits, visit -> visit.matches("[^,]*,[^,]*,0\\d/.*"), 9.0 / 30.4 * 0.1);
    Map<String, Long> requests =
        visits.stream()
            .map(visit -> visit.replaceAll("(?s).*\"\\w+ (.*)\".*", "$1"))
            .collect(Collectors.groupingBy(request -> request, Collectors.counting()));
    assertThat(requests).as("requests").hasSize(12);
    requests.forEach((request, count) -> assertShare(visits, v -> v.contains(request), 1 / 12.0));
  }

  @Test
  void letsAFewStrangersIn() throws Exception {
    write(50_000, 1_000);

    Set<String> known =
        LakeFiles.rows(lake, LakeFiles.PROFILE).stream()
            .map(row -> row.split(",", -1))
            .map(fields -> fields[5] + "," + fields[2])
            .collect(Collectors.toSet());
    List<String> visits = LakeFiles.rows(lake, LakeFiles.ACTIVITY);
    assertShare(visits, visit -> !known.contains(visit.substring(0, visit.indexOf(',', 16))), 0.01);
  }

  @Test
  void holdsTheDocumentedCustomerFirst() throws Exception {
    write(1, 20);

    String first = LakeFiles.lines(lake, LakeFiles.PROFILE).get(1);
    String[] fields = first.split(",", -1);
    assertThat(first)
        .isEqualTo(
            "Antonetta,Stills,ontistesns0,AntonettaStills@gmail.com,F,105.156.115.196,274-218-6653,76059,6835-5177-8166-5873,ettttoette6,116-48-1824,35");
    assertThat(LakeFiles.sha256(fields[8].getBytes(UTF_8)))
        .as("hash of the card number")
        .isEqualTo("9281849f645b452b1310dc9563d2a2d7a7bc1a229d8acea0c882e6b8e3cb19be");
    assertThat(LakeFiles.sha256(fields[10].getBytes(UTF_8)))
        .as("hash of the social security number")
        .isEqualTo("b21a3539f2fb8f4fd29411a7948149f3494050168a3cbf9d082b05205094b694");
  }

  @Test
  void makesPlausibleCustomers() throws Exception {
    write(1, 50_000);

    List<String[]> users =
        LakeFiles.rows(lake, LakeFiles.PROFILE).stream().map(row -> row.split(",", -1)).toList();
    Set<String> zips =
        LakeFiles.rows(lake, LakeFiles.ZIPCODES).stream()
            .map(r -> "0".repeat(5 - r.indexOf(',')) + r.split(",", 2)[0])
            .collect(Collectors.toSet());
    assertThat(users).hasSize(50_000).allMatch(fields -> fields.length == 12);
    assertThat(column(users, 2).distinct()).as("different usernames").hasSize(50_000);
    assertThat(column(users, 4).distinct()).as("genders").containsExactlyInAnyOrder("F", "M");
    assertThat(column(users, 6))
        .as("phones")
        .allMatch(phone -> phone.matches("[2-9]\\d\\d-[2-9]\\d\\d-\\d{4}"));
    assertThat(column(users, 7)).as("zips").allMatch(zip -> zip.matches("\\d{5}"));
    assertThat(column(users, 7).filter(zip -> zip.startsWith("0")).count())
        .as("zips with a leading zero")
        .isBetween(3_500L, 5_000L);
    assertThat(column(users, 7).filter(zip -> !zips.contains(zip)))
        .as("zips that the list of zips lacks")
        .isEmpty();
    assertThat(column(users, 8).skip(1)).as("cards").allMatch(SampleContentTest::isCard);
    assertThat(column(users, 10))
        .as("social security numbers")
        .allMatch(ssn -> ssn.matches("(?!000|666|9)\\d{3}-(?!00)\\d\\d-(?!0000)\\d{4}"));
    assertThat(column(users, 11).map(Integer::valueOf).distinct().sorted())
        .as("ages")
        .startsWith(18)
        .endsWith(87)
        .hasSize(70);
  }

  @Test
  void listsZipsThatLostTheirZeros() throws Exception {
    Summary summary = write(1, 3);

    String text = Files.readString(lake.resolve(LakeFiles.ZIPCODES), UTF_8);
    List<String> zips = LakeFiles.rows(lake, LakeFiles.ZIPCODES);
    assertThat(text)
        .startsWith(
            "Zipcode,ZipCodeType,City,State,LocationType,Lat,Long,Location,Decommisioned\r\n6")
        .endsWith("E");
    assertThat(text.split("\r\n", -1)).as("lines with a carriage return").hasSize(42_523);
    assertThat(summary.file("zipcodedata.csv").rows()).isEqualTo(42_522);
    assertThat(zips.stream().map(zip -> zip.split(",", 2)[0]).distinct()).hasSize(42_522);
    assertThat(zips).noneMatch(zip -> zip.startsWith("0"));
    assertCount(zips, "\\d{4},.*", 3_475);
    assertCount(zips, "\\d{3},.*", 194);
    assertCount(zips, "\\d+,STANDARD,.*", 29_971);
    assertCount(zips, "\\d+,PO BOX,.*", 9_465);
    assertCount(zips, "\\d+,UNIQUE,.*", 2_437);
    assertCount(zips, "\\d+,MILITARY,.PO,A[AEP],.*", 649);
    assertCount(zips, ".*,PRIMARY,,,.*", 648);
    assertCount(zips, ".*,PRIMARY,-?\\d+\\.\\d{1,2},-?\\d+\\.\\d{1,2},.*", 42_522 - 648);
    assertCount(zips, ".*,PRIMARY,,,,FALSE|.*,PRIMARY,,,,TRUE", 1);
    assertCount(zips, ".*,\"[^\"]+, [^\"]+\",(TRUE|FALSE)", 9);
    assertCount(zips, "([^,]*,){8}TRUE|.*\",TRUE", 663);
    assertThat(zips.stream().map(zip -> zip.split(",", -1)[3]).distinct()).hasSize(62);
  }

  private Summary write(long rows, int users) throws IOException {
    return new SampleLake(lake.toString(), rows, users, 42, 0).write(HADOOP, LakeFiles.SHOP);
  }

  private static void assertShare(List<String> rows, Predicate<String> those, double share) {
    double found = rows.stream().filter(those).count() / (double) rows.size();
    assertThat(found).isCloseTo(share, within(0.01));
  }

  private static void assertCount(List<String> rows, String pattern, int count) {
    assertThat(rows.stream().filter(row -> row.matches(pattern)).count())
        .as("rows like %s", pattern)
        .isEqualTo(count);
  }

  private static Stream<String> column(List<String[]> rows, int index) {
    return rows.stream().map(fields -> fields[index]);
  }

  private static boolean isCard(String card) {
    String digits = card.replace("-", "");
    int sum = 0;
    for (int i = 0; i < 16; i++) {
      int digit = (digits.charAt(15 - i) - '0') * (i % 2 + 1);
      sum += digit / 10 + digit % 10;
    }
    return card.matches("\\d{4}(-\\d{4}){3}") && sum % 10 == 0;
  }
}
