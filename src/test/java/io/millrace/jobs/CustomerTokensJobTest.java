package io.millrace.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.jobs.sample.SampleLake;
import io.millrace.support.Keys;
import io.millrace.support.SparkExtension;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The shipped job that makes tokens, against Java's own HMAC over what a split at commas gives. */
@ExtendWith(SparkExtension.class)
class CustomerTokensJobTest {

  private static final int USERS = 500;
  private static final int CARD = 8;
  private static final int PASSWORD = 9;
  private static final int SSN = 10;

  @TempDir private Path folder;

  @BeforeEach
  void customers() throws Exception {
    new SampleLake(folder.toString(), 2_000, USERS, 42, 0)
        .write(new Configuration(), Set.of("userprofile"));
  }

  private Lake lake() {
    return new Lake(folder);
  }

  private RunReport run(SparkSession spark, String key) {
    return Lake.shipped(
            "customer-tokens.conf",
            Map.of(
                "vars.raw",
                lake().text("raw"),
                "vars.curated",
                lake().text("weblogs"),
                "vars.key",
                key,
                "sink.compression",
                "none"))
        .run(spark);
  }

  /** The fields of each customer, none of which holds a comma. */
  private List<String[]> users() throws IOException {
    try (Stream<String> lines =
        Files.lines(lake().path("raw/userprofile/userprofile.csv"), StandardCharsets.UTF_8)) {
      return lines.skip(1).map(line -> line.split(",", -1)).toList();
    }
  }

  private static String expected(String[] user, int key) {
    List<String> fields = new ArrayList<>(List.of(user));
    fields.remove(SSN);
    fields.remove(PASSWORD);
    fields.remove(CARD);
    fields.add(Keys.token(key, "card:" + user[CARD].replace("-", "")));
    fields.add(Keys.token(key, "ssn:" + user[SSN].replace("-", "")));
    return String.join(",", fields);
  }

  private List<String> written(SparkSession spark) {
    return lake().rows(spark, "weblogs/customer-tokens").collectAsList().stream()
        .map(row -> row.mkString(","))
        .toList();
  }

  @Test
  void tokensStandWhereTheNumbersWere(SparkSession spark) throws IOException {
    RunReport report = run(spark, Keys.file(folder, 1).text());

    assertThat(users()).hasSize(USERS);
    assertThat(lake().rows(spark, "weblogs/customer-tokens").columns())
        .containsExactly(
            "first_name",
            "last_name",
            "username",
            "email",
            "gender",
            "ip_address",
            "phone",
            "zip",
            "age",
            "cc_token",
            "ssn_token");
    assertThat(written(spark))
        .containsExactlyInAnyOrderElementsOf(
            users().stream().map(user -> expected(user, 1)).toList());
    assertThat(report.json()).doesNotContainKey("warnings");

    String bytes = bytesBelow("weblogs");
    assertThat(bytes).as("is readable text").contains("AntonettaStills@gmail.com");
    assertThat(
            users().stream()
                .flatMap(user -> Stream.of(user[CARD], user[PASSWORD], user[SSN]))
                .filter(bytes::contains))
        .isEmpty();
    assertThat(bytes).doesNotContain(Keys.hex(1));
  }

  @Test
  void anotherTableOfTheSameKeyJoinsAndOneOfAnotherDoesNot(SparkSession spark) throws IOException {
    String same = Keys.file(folder, 1).text();
    run(spark, same);
    lake().rows(spark, "weblogs/customer-tokens").createOrReplaceTempView("customers");
    List<String> claims = users().stream().map(user -> user[SSN].replace("-", " ")).toList();
    spark
        .createDataset(claims, org.apache.spark.sql.Encoders.STRING())
        .createOrReplaceTempView("claims");
    spark.conf().set("spark.sql.catalog.millrace", "io.millrace.udf.Functions");
    String joined =
        "select count(distinct username) from customers join claims on ssn_token = millrace.token('ssn', value, '%s')";
    assertThat(spark.sql(joined.formatted(same)).first().getLong(0)).isEqualTo(USERS);
    assertThat(spark.sql(joined.formatted(Keys.file(folder, 2))).first().getLong(0)).isZero();
  }

  @Test
  void numbersThatCannotBeAreRejectsWithoutTheirText(SparkSession spark) throws IOException {
    String header = "first_name,last_name,username,email,gender,ip_address,phone,zip";
    String person = "A,B,%s,a@b.org,F,1.1.1.1,1,01002,%s,secret,%s,40";
    lake()
        .write(
            "raw/userprofile/more.csv",
            header + ",cc,password,ssn,age",
            person.formatted("plain", "4111111111111111", "116481824"),
            person.formatted("none", "", ""),
            person.formatted("bad-card", "4111-1111-1111-1112", "116-48-1824"),
            person.formatted("bad-ssn", "4111-1111-1111-1111", "666-48-1824"));

    run(spark, Keys.file(folder, 1).text());

    assertThat(written(spark))
        .hasSize(USERS + 2)
        .contains(
            "A,B,plain,a@b.org,F,1.1.1.1,1,01002,40,"
                + Keys.token(1, "card:4111111111111111")
                + ","
                + Keys.token(1, "ssn:116481824"),
            "A,B,none,a@b.org,F,1.1.1.1,1,01002,40,null,null");
    List<Row> rejects = lake().rows(spark, "weblogs/rejects/customer-tokens").collectAsList();
    assertThat(rejects.stream().map(row -> row.<String>getAs("reason")))
        .containsExactlyInAnyOrder(
            "cc is no card number: its check digit is wrong",
            "ssn is no SSN: no area is 000, 666 or above 899");
    assertThat(rejects.toString()).doesNotContain("48-1824").doesNotContain("1111-1112");
  }

  @Test
  void withoutTheKeyItSaysTheCommandThatMakesOne(SparkSession spark) throws Exception {
    Path file = folder.resolve("it's a token.key");
    String said = failure(spark, file);
    assertThat(said)
        .isEqualTo(
            "customer-tokens: transforms[1]: hash-columns: the key 'file:%1$s' is missing: this machine has no such file; put it on the driver's machine and on every executor's, or make a new one with: (set -C; umask 077; openssl rand -hex 32 > '%2$s')"
                .formatted(file, file.toString().replace("'", "'\\''")));
    assertThat(lake().data("weblogs")).isEmpty();
    String command = said.substring(said.indexOf("(set -C"));

    assertThat(shell(command)).isZero();
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    String key = Files.readString(file);
    run(spark, "file:" + file);
    assertThat(written(spark)).hasSize(USERS);

    assertThat(shell(command)).as("a key is not overwritten").isNotZero();
    assertThat(Files.readString(file)).isEqualTo(key);
  }

  @Test
  void theDocumentationAndTheJobFileSayTheSameCommand() throws IOException {
    String command = "(set -C; umask 077; openssl rand -hex 32 > token.key)";
    for (String file : List.of("docs/personal-data.md", "conf/jobs/customer-tokens.conf")) {
      assertThat(Files.readString(Lake.PROJECT.resolve(file))).as(file).contains(command);
    }
    assertThat(Files.readString(Lake.PROJECT.resolve("conf/jobs/customer-tokens.conf")))
        .contains("\"file:token.key\"");
  }

  private String failure(SparkSession spark, Path key) {
    List<String> said = new ArrayList<>();
    assertThatThrownBy(() -> run(spark, "file:" + key))
        .isInstanceOf(JobFailedException.class)
        .satisfies(failure -> said.add(failure.getMessage()));
    return said.get(0);
  }

  private static int shell(String command) throws Exception {
    return new ProcessBuilder("sh", "-c", command)
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .start()
        .waitFor();
  }

  private String bytesBelow(String name) throws IOException {
    StringBuilder all = new StringBuilder();
    try (Stream<Path> files = Files.walk(lake().path(name))) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        all.append(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1));
      }
    }
    return all.toString();
  }
}
