package io.millrace.jobs.sample;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.millrace.transforms.InvalidInputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SampleLakeTest {

  private static final Configuration HADOOP = new Configuration();
  private static final String ACTIVITY = "raw/useractivity/useractivity.csv";
  private static final String PROFILE = "raw/userprofile/userprofile.csv";
  private static final String ZIPCODES = "raw/zipcodes/zipcodedata.csv";

  @TempDir private Path lake;

  @Test
  void beginsWithTheDocumentedVisits() throws Exception {
    write(100, 10, 42, 0);

    assertThat(lines(ACTIVITY))
        .hasSize(101)
        .startsWith(
            "ip_address,username,timestamp,request,http,bytes",
            "105.156.115.196,ontistesns0,17/Jan/2018:10:43:54,\"GET /petstore/Cats/Treats\",200,314",
            "57.143.147.52,agkgamyaar4,14/Jun/2018:06:39:54,\"GET /petstore/Fish/Food\",200,575",
            "29.152.175.209,nealaoaaoc9,6/Jan/2018:06:51:54,\"GET /petstore/Bird/Treats\",200,419");
  }

  @Test
  void spreadsVisitsLikeTheWorkshop() throws Exception {
    Summary summary = SampleLake.at(lake.toString()).write(HADOOP);

    List<String> visits = rows(ACTIVITY);
    assertThat(visits).hasSize(100_000).allMatch(visit -> visit.split(",", -1).length == 6);
    double bytesPerLine = summary.useractivity().bytes() / 100_000.0;
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
    write(50_000, 1_000, 42, 0);

    List<String> known =
        rows(PROFILE).stream()
            .map(row -> row.split(",", -1))
            .map(fields -> fields[5] + "," + fields[2])
            .toList();
    List<String> visits = rows(ACTIVITY);
    assertShare(visits, visit -> !known.contains(visit.substring(0, visit.indexOf(',', 16))), 0.01);
  }

  @Test
  void holdsTheDocumentedCustomerFirst() throws Exception {
    write(1, 20, 42, 0);

    String first = lines(PROFILE).get(1);
    String[] fields = first.split(",", -1);
    assertThat(first)
        .isEqualTo(
            "Antonetta,Stills,ontistesns0,AntonettaStills@gmail.com,F,105.156.115.196,274-218-6653,76059,6835-5177-8166-5873,ettttoette6,116-48-1824,35");
    assertThat(sha256(fields[8].getBytes(UTF_8)))
        .as("hash of the card number")
        .isEqualTo("9281849f645b452b1310dc9563d2a2d7a7bc1a229d8acea0c882e6b8e3cb19be");
    assertThat(sha256(fields[10].getBytes(UTF_8)))
        .as("hash of the social security number")
        .isEqualTo("b21a3539f2fb8f4fd29411a7948149f3494050168a3cbf9d082b05205094b694");
  }

  @Test
  void makesPlausibleCustomers() throws Exception {
    write(1, 50_000, 42, 0);

    List<String[]> users = rows(PROFILE).stream().map(row -> row.split(",", -1)).toList();
    List<String> zips =
        rows(ZIPCODES).stream()
            .map(r -> "0".repeat(5 - r.indexOf(',')) + r.split(",", 2)[0])
            .toList();
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
    assertThat(new HashSet<>(zips)).containsAll(column(users, 7).toList());
    assertThat(column(users, 8).skip(1)).as("cards").allMatch(SampleLakeTest::isCard);
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
    Summary summary = write(1, 3, 42, 0);

    String text = Files.readString(lake.resolve(ZIPCODES), UTF_8);
    List<String> zips = rows(ZIPCODES);
    assertThat(text)
        .startsWith(
            "Zipcode,ZipCodeType,City,State,LocationType,Lat,Long,Location,Decommisioned\r\n6")
        .endsWith("E");
    assertThat(text.split("\r\n", -1)).as("lines with a carriage return").hasSize(42_523);
    assertThat(summary.zipcodes().rows()).isEqualTo(42_522);
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

  @ParameterizedTest(name = "seed {0}, dirty {1}")
  @CsvSource({"1, 0.05", "2, 0.5", "3, 1", "4, 0"})
  void countsEveryKindOfDirt(long seed, double dirty) throws Exception {
    Summary summary = write(25_000, 100, seed, dirty);

    byte[] bytes = Files.readAllBytes(lake.resolve(ACTIVITY));
    Map<Dirt, Long> found = DirtReader.count(bytes);
    assertThat(found).as("malformed lines, seed %d", seed).isEqualTo(summary.dirt());
    assertThat((double) summary.dirtyRows()).isCloseTo(25_000 * dirty, within(400.0));
    assertThat(summary.dirt().values()).allMatch(count -> dirty == 0 ? count == 0 : count > 0);
    assertThat(summary.useractivity().bytes()).isEqualTo(bytes.length);
    assertThat(summary.useractivity().rows()).isEqualTo(25_000);
  }

  @Test
  void keepsTheCleanLinesBetweenDirtyOnes() throws Exception {
    write(20_000, 100, 7, 0);
    List<String> clean = rows(ACTIVITY);
    Summary summary = write(20_000, 100, 7, 0.2);
    List<String> dirty = latin(ACTIVITY);

    long same =
        Stream.iterate(0, i -> i + 1)
            .limit(20_000)
            .filter(i -> clean.get(i).equals(dirty.get(i + 1)))
            .count();
    assertThat(same).as("lines equal in both").isEqualTo(20_000 - summary.dirtyRows());
  }

  @Test
  void writesTheSameBytesWhateverTheThreads() throws Exception {
    SampleLake parameters = new SampleLake(lake.toString(), 65_432, 12_345, -9, 0.01);
    Summary first = parameters.write(HADOOP, 1, rows -> {});
    List<String> hashes = hashes();

    assertThat(parameters.write(HADOOP, 5, rows -> {})).isEqualTo(first);
    assertThat(hashes()).isEqualTo(hashes);
    write(65_432, 12_345, -8, 0.01);
    assertThat(hashes()).as("another seed").doesNotContainAnyElementsOf(hashes);
  }

  /** If these change, lakes made earlier can no longer be made again. */
  @Test
  void writesTheBytesItAlwaysWrote() throws Exception {
    write(30_000, 1_000, 42, 0.1);

    assertThat(hashes()).containsExactly("A", "B", "C");
  }

  @Test
  void tellsItsProgress() throws Exception {
    List<Long> told = new ArrayList<>();
    new SampleLake(lake.toString(), 25_000, 3, 1, 0).write(HADOOP, 2, told::add);

    assertThat(told).containsExactly(10_000L, 20_000L, 25_000L);
  }

  @Test
  void showsNoFileBeforeItIsWhole() throws Exception {
    SampleLake parameters = new SampleLake(lake.toString(), 50_000, 3, 1, 0);

    assertThatThrownBy(() -> parameters.write(HADOOP, 2, rows -> stopAt(rows, 30_000)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("stopped at 30000");

    assertThat(lake.resolve(ACTIVITY).getParent()).isEmptyDirectory();
    assertThat(lake.resolve(PROFILE)).exists();
  }

  @Test
  void leavesTheOldFileUntilTheNewOneIsWhole() throws Exception {
    write(10, 3, 1, 0);
    List<String> before = lines(ACTIVITY);
    SampleLake parameters = new SampleLake(lake.toString(), 50_000, 3, 2, 0);

    assertThatThrownBy(() -> parameters.write(HADOOP, 2, rows -> stopAt(rows, 10_000)))
        .hasMessage("stopped at 10000");

    assertThat(lines(ACTIVITY)).isEqualTo(before);
  }

  private void stopAt(long rows, long last) {
    if (rows == last) {
      throw new IllegalStateException("stopped at " + rows);
    }
  }

  @ParameterizedTest(name = "{0} rows, {1} users, dirty {2}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          0 | 3       | 0   | The sample lake needs at least 1 row, not 0.
          1 | 2       | 0   | The sample lake needs from 3 to 1000000 users, not 2.
          1 | 1000001 | 0   | The sample lake needs from 3 to 1000000 users, not 1000001.
          1 | 3       | 1.5 | The sample lake needs a share of dirty lines from 0 to 1, not 1.5.
          1 | 3       | NaN | The sample lake needs a share of dirty lines from 0 to 1, not NaN.
          """)
  void refusesWhatItCannotMake(long rows, int users, double dirty, String message) {
    assertThatThrownBy(() -> new SampleLake("lake", rows, users, 1, dirty))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage(message);
  }

  private Summary write(long rows, int users, long seed, double dirty) throws IOException {
    return new SampleLake(lake.toString(), rows, users, seed, dirty).write(HADOOP);
  }

  private List<String> lines(String file) throws IOException {
    return Files.readAllLines(lake.resolve(file), UTF_8);
  }

  private List<String> rows(String file) throws IOException {
    List<String> lines = lines(file);
    return lines.subList(1, lines.size());
  }

  private List<String> latin(String file) throws IOException {
    return Files.readAllLines(lake.resolve(file), ISO_8859_1);
  }

  private List<String> hashes() throws Exception {
    List<String> hashes = new ArrayList<>();
    for (String file : List.of(ACTIVITY, PROFILE, ZIPCODES)) {
      hashes.add(sha256(Files.readAllBytes(lake.resolve(file))));
    }
    return hashes;
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

  private static String sha256(byte[] bytes) throws Exception {
    return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
  }
}
