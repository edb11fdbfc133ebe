package io.millrace.jobs.sample;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import java.util.zip.GZIPInputStream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The inputs beside the web shop's three files, on one lake. */
class SampleInputsTest {

  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir private static Path lake;
  private static Summary summary;

  @BeforeAll
  static void make() throws IOException {
    summary = new SampleLake(lake.toString(), 100, 200, 42, 0).write(new Configuration());
  }

  private static List<Path> files(String folder) throws IOException {
    try (Stream<Path> all = Files.walk(lake.resolve("raw").resolve(folder))) {
      return all.filter(Files::isRegularFile)
          .filter(file -> !file.getFileName().toString().startsWith("."))
          .sorted()
          .toList();
    }
  }

  private static List<String> lines(String folder) throws IOException {
    List<String> lines = new ArrayList<>();
    for (Path file : files(folder)) {
      lines.addAll(Files.readAllLines(file, UTF_8));
    }
    return lines;
  }

  private static String text(String file) throws IOException {
    return Files.readString(lake.resolve("raw").resolve(file), UTF_8);
  }

  private static List<String[]> table(String file) throws IOException {
    return text(file).lines().skip(1).map(line -> line.split(",", -1)).toList();
  }

  private static List<String> column(List<String[]> table, int index) {
    return table.stream().map(row -> row[index]).toList();
  }

  private static long count(List<String> values, String pattern) {
    return values.stream().filter(value -> value.matches(pattern)).count();
  }

  @Test
  void theSummaryCountsRowsAndBytesOfEveryFile() throws Exception {
    Set<Path> told = new HashSet<>();
    for (Summary.Written file : summary.files()) {
      told.add(Path.of(file.path()));
      assertThat(file.bytes()).as(file.path()).isEqualTo(Files.size(Path.of(file.path())));
      assertThat(file.path()).contains("/raw/" + file.folder() + "/");
    }
    assertThat(told).containsExactlyInAnyOrderElementsOf(files(""));
    assertThat(summary.file("green_tripdata.csv").rows()).isEqualTo(20_000);
    assertThat(summary.file("customers.csv").rows()).isEqualTo(635);
  }

  /** If this changes, lakes made earlier can no longer be made again. */
  @Test
  void writesTheBytesItAlwaysWrote() throws Exception {
    TreeMap<String, String> hashes = new TreeMap<>();
    for (Path file : files("")) {
      String name = lake.resolve("raw").relativize(file).toString();
      if (LakeFiles.SHOP.stream().noneMatch(shop -> name.startsWith(shop + "/"))) {
        hashes.put(name, LakeFiles.sha256(Files.readAllBytes(file)));
      }
    }
    assertThat(LakeFiles.sha256(hashes.toString().getBytes(UTF_8)))
        .isEqualTo("3b9dfff282b3fe63b9e1520927da0cbc76cba6a09135cb07fa022afba0edf6af");
  }

  @Test
  void liveLogsAreLinesWithoutHeaderInFoldersOfTheirHour() throws Exception {
    List<Path> files = files("live");
    assertThat(files).hasSizeGreaterThan(10);
    Set<String> known =
        table("userprofile/userprofile.csv").stream()
            .map(row -> row[5] + "," + row[2])
            .collect(Collectors.toSet());
    for (Path file : files) {
      String[] hour = lake.resolve("raw/live").relativize(file).toString().split("/", -1);
      String month = hour[1].equals("06") ? "Jun" : "Jul";
      String time = "%s/%s/%s:%s:\\d\\d:\\d\\d".formatted(hour[2], month, hour[0], hour[3]);
      assertThat(Files.readAllLines(file))
          .isNotEmpty()
          .allMatch(
              line -> line.matches("[^,]+,[^,]+," + time + ",\"GET /petstore/\\w+/\\w+\",200,\\d+"))
          .allMatch(line -> known.contains(line.substring(0, line.indexOf(',', 16))));
    }
  }

  @Test
  void envelopesHoldTheLinesOfTheLiveLogs() throws Exception {
    List<String> messages = new ArrayList<>();
    int tests = 0;
    for (String line : lines("live-envelopes")) {
      byte[] packed = Base64.getDecoder().decode(JSON.readTree(line).get("data").asText());
      JsonNode envelope =
          JSON.readTree(new GZIPInputStream(new ByteArrayInputStream(packed)).readAllBytes());
      if (envelope.get("messageType").asText().equals("DATA_MESSAGE")) {
        envelope.get("logEvents").forEach(event -> messages.add(event.get("message").asText()));
      } else {
        assertThat(envelope.get("messageType").asText()).isEqualTo("CONTROL_MESSAGE");
        tests++;
      }
    }
    assertThat(messages).hasSizeGreaterThan(2_000).isEqualTo(lines("live"));
    assertThat(tests).isGreaterThan(10);
  }

  @Test
  void greenRidesLookLikeTheCoursesTrips() throws Exception {
    List<String[]> rides = table("taxi/green/green_tripdata.csv");
    assertThat(text("taxi/green/green_tripdata.csv")).doesNotEndWith("\n").contains("\r\n");
    assertThat(rides).hasSize(20_000).allMatch(ride -> ride.length == 19);
    assertThat(column(rides, 1)).allMatch(time -> time.matches("[1-6]/\\d?\\d/17 \\d?\\d:\\d\\d"));
    assertThat(column(rides, 14)).as("ehail_fee").allMatch(String::isEmpty);
    assertThat(count(column(rides, 4), "1")).as("by the meter").isBetween(19_400L, 19_700L);
    assertThat(count(column(rides, 16), "-.*")).as("negative totals").isBetween(20L, 90L);
    assertThat(rides).allMatch(ride -> cents(ride[16]) == sum(ride, 9, 10, 11, 12, 13, 15));
  }

  @Test
  void yellowRidesHaveIsoTimesAndAThirdVendor() throws Exception {
    List<String[]> rides = table("taxi/yellow/yellow_tripdata.csv");
    assertThat(rides).hasSize(20_000).allMatch(ride -> ride.length == 19);
    for (int time : new int[] {1, 2}) {
      assertThat(column(rides, time))
          .allMatch(text -> text.matches("2016-0[1-4]-\\d\\d \\d\\d:\\d\\d:\\d\\d"));
    }
    assertThat(new HashSet<>(column(rides, 0))).containsExactlyInAnyOrder("1", "2", "6");
    assertThat(rides).allMatch(ride -> cents(ride[18]) == sum(ride, 12, 13, 14, 15, 16, 17));
  }

  private static long sum(String[] row, int... columns) {
    long sum = 0;
    for (int column : columns) {
      sum += cents(row[column]);
    }
    return sum;
  }

  private static long cents(String amount) {
    return new java.math.BigDecimal(amount).movePointRight(2).longValueExact();
  }

  @Test
  void postsAreAnArrayAndTheSameObjectsBackToBack() throws Exception {
    JsonNode posts = JSON.readTree(text("posts/posts.json"));
    assertThat(posts.size()).isEqualTo(100);
    assertThat(posts.get(1).get("body").asText()).hasSize(206);
    for (int i = 0; i < 100; i++) {
      assertThat(posts.get(i).get("id").asInt()).isEqualTo(i + 1);
      assertThat(posts.get(i).get("userId").asInt()).isEqualTo(i / 10 + 1);
      assertThat(posts.get(i).get("body").asText()).contains("\n");
    }
    StringBuilder all = new StringBuilder();
    for (Path file : files("posts-stream")) {
      all.append(Files.readString(file, UTF_8));
    }
    assertThat(all).doesNotContain("\n").contains("\"}{\"");
    List<JsonNode> streamed =
        JSON.readerFor(JsonNode.class).<JsonNode>readValues(all.toString()).readAll();
    assertThat(streamed).isEqualTo(StreamSupport.stream(posts.spliterator(), false).toList());
  }

  @Test
  void usersAreNested() throws Exception {
    JsonNode users = JSON.readTree(text("users/users.json"));
    assertThat(users.size()).isEqualTo(10);
    for (JsonNode user : users) {
      assertThat(user.at("/address/geo/lat").isTextual()).isTrue();
      assertThat(user.at("/company/catchPhrase").asText()).isNotEmpty();
    }
  }

  @Test
  void legislatorsHaveArraysThatAreEmptyOrMissing() throws Exception {
    JsonNode all = JSON.readTree(text("legislators/legislators.json"));
    assertThat(all.get("persons").size()).isEqualTo(60);
    assertThat(all.get("organizations").size()).isEqualTo(5);
    assertThat(all.get("memberships").size()).isEqualTo(150);
    for (String array :
        List.of("contact_details", "links", "other_names", "images", "identifiers")) {
      List<JsonNode> found = new ArrayList<>();
      all.get("persons").forEach(person -> found.add(person.path(array)));
      assertThat(found.stream().filter(JsonNode::isMissingNode)).as("no " + array).isNotEmpty();
      assertThat(found.stream().filter(it -> it.isArray() && it.isEmpty())).isNotEmpty();
      assertThat(found.stream().filter(it -> it.size() > 1)).isNotEmpty();
    }
    Set<String> ids = new HashSet<>(all.findValuesAsText("id"));
    all.get("memberships")
        .forEach(
            membership ->
                assertThat(ids)
                    .contains(
                        membership.get("person_id").asText(),
                        membership.get("organization_id").asText()));
  }

  @Test
  void ordersReferToCustomersAndEmployees() throws Exception {
    List<String[]> orders = table("course/orders/orders.csv");
    List<String> customers =
        lines("course/customers").stream().map(l -> l.split(",", 2)[0]).toList();
    List<String[]> employees = table("course/employees/employees.csv");
    assertThat(customers).hasSize(635).contains("371", "377").doesNotHaveDuplicates();
    assertThat(text("course/employees/employees.csv").lines().findFirst().orElseThrow())
        .endsWith(",country,group ");
    assertThat(employees).hasSize(17);
    assertThat(count(column(employees, 1), "")).as("without managerid").isEqualTo(3);
    assertThat(column(employees, 0))
        .containsAll(column(employees, 1).stream().filter(id -> !id.isEmpty()).toList());
    assertThat(orders).hasSize(2_000).allMatch(order -> order.length == 16);
    assertThat(column(orders, 2)).allMatch(date -> date.matches("\\d?\\d/\\d?\\d/201[34]"));
    assertThat(customers).containsAll(column(orders, 6));
    assertThat(column(employees, 0)).containsAll(column(orders, 5));
  }

  @Test
  void customerRecordsAreInSingleQuotes() throws Exception {
    assertThat(text("course/customer-records/records"))
        .matches("(\\{'customerid': '\\d+' , 'firstname':'\\w+' , 'lastname': '\\w+'\\}){36}");
  }

  @Test
  void moviesAlternateWithActions() throws Exception {
    List<String> lines = lines("movies");
    assertThat(lines).hasSize(80);
    for (int i = 0; i < 80; i += 2) {
      assertThat(JSON.readTree(lines.get(i)).at("/index/_id").asText())
          .isEqualTo(Integer.toString(i / 2 + 1));
      assertThat(JSON.readTree(lines.get(i + 1)).get("actor").size()).isBetween(2, 8);
    }
  }

  @Test
  void networksHoldMostUsersAndNotAll() throws Exception {
    List<String> networks = lines("networks");
    assertThat(networks.get(0)).isEqualTo("network,country_code,country");
    assertThat(count(networks, "2001:.*::/(32|48),.*")).isEqualTo(80);
    Set<String> known =
        networks.stream().map(SampleInputsTest::firstNumber).collect(Collectors.toSet());
    List<String> addresses = column(table("userprofile/userprofile.csv"), 5);
    long found = addresses.stream().filter(ip -> known.contains(firstNumber(ip))).count();
    assertThat(found).isBetween(170L, 199L);
    assertThat(networks).doesNotHaveDuplicates().anyMatch(line -> line.contains("/24,"));
  }

  /** Every network of the list lies within one first number, and all of it is covered. */
  private static String firstNumber(String address) {
    return address.replaceAll("\\..*", "");
  }

  @Test
  void employeesComeAsALoadAndChanges() throws Exception {
    List<Path> files = files("dms/classicmodels/employees");
    assertThat(files.stream().map(file -> file.getFileName().toString()))
        .containsExactly(
            "20220705-180354959.csv",
            "20220705-181500112.csv",
            "20220705-183012640.csv",
            "20220706-070000003.csv",
            "LOAD00000001.csv");
    assertThat(Files.readAllLines(files.get(4)))
        .hasSize(23)
        .allMatch(row -> row.matches("I,2022-07-05 17:59:01\\.\\d{6},\\d+,.*"));
    assertThat(
            lines("dms/classicmodels/employees").stream().map(row -> row.substring(0, 1)).limit(11))
        .containsExactly("U", "U", "I", "D", "D", "I", "U", "U", "U", "U", "D");
    List<String> ties = Files.readAllLines(files.get(3));
    assertThat(ties.get(0).substring(0, 34)).isEqualTo(ties.get(1).substring(0, 34));
    assertThat(ties.get(0)).isNotEqualTo(ties.get(1));
  }

  @Test
  void officesComeAsALoadWithoutOpAndChangesWithIt() throws Exception {
    List<Path> files = files("dms/classicmodels/offices");
    assertThat(files.stream().map(file -> file.getFileName().toString()))
        .containsExactly("20220705-190000417.csv", "20220706-080000022.csv", "LOAD00000001.csv");
    assertThat(Files.readAllLines(files.get(2)))
        .hasSize(7)
        .allMatch(row -> row.matches("2022-07-05 17:58:40\\.000000,\\d(,[^,]+){4}"));
    assertThat(Files.readAllLines(files.get(1)))
        .containsExactly(
            "U,2022-07-06 07:58:00.000000,4,Dublin,+353 555 0140,Ireland,EMEA",
            "D,2022-07-06 07:59:00.250000,8,,,,");
  }
}
