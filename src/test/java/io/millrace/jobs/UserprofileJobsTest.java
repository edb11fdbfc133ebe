package io.millrace.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.jobs.sample.SampleLake;
import io.millrace.support.SparkExtension;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The shipped jobs over the customers, on a sample of 500 of them, against DuckDB. */
@ExtendWith(SparkExtension.class)
class UserprofileJobsTest {

  private static final int USERS = 500;

  @TempDir private Path folder;
  private Connection duck;

  @BeforeEach
  void customers() throws Exception {
    new SampleLake(folder.toString(), 2_000, USERS, 42, 0)
        .write(new Configuration(), Set.of("userprofile"));
    duck = DriverManager.getConnection("jdbc:duckdb:");
    try (Statement statement = duck.createStatement()) {
      statement.execute(
          "create table users as select * from read_csv('%s', header = true, all_varchar = true)"
              .formatted(lake().path("raw/userprofile/userprofile.csv")));
    }
  }

  @AfterEach
  void close() throws SQLException {
    duck.close();
  }

  private Lake lake() {
    return new Lake(folder);
  }

  private RunReport run(SparkSession spark, String file, Map<String, String> settings) {
    Map<String, String> all = new HashMap<>(settings);
    all.put("vars.raw", lake().text("raw"));
    all.put("vars.curated", lake().text("weblogs"));
    return Lake.shipped(file, all).run(spark);
  }

  @Test
  void secureUserprofileHoldsHashesInPlaceOfNumbers(SparkSession spark) throws Exception {
    run(spark, "secure-userprofile.conf", Map.of());

    assertThat(
            list(
                "select hash_cc || ' ' || hash_ssn from %s where username = 'ontistesns0'"
                    .formatted(written("userprofile-secure"))))
        .containsExactly(
            "9281849f645b452b1310dc9563d2a2d7a7bc1a229d8acea0c882e6b8e3cb19be"
                + " b21a3539f2fb8f4fd29411a7948149f3494050168a3cbf9d082b05205094b694");
    assertHolds(
        "userprofile-secure",
        """
        select * exclude (cc, ssn, password, age), age::int as age, sha256(cc) as hash_cc,
            sha256(ssn) as hash_ssn from users
        """);
    assertThat(
            list(
                "select first_name, last_name, hash_cc, hash_ssn from %s limit 10"
                    .formatted(written("userprofile-secure"))))
        .as("the query of the lab")
        .hasSize(10);
  }

  @Test
  void secureUserprofileLeavesNoNumberInAnyFile(SparkSession spark) throws Exception {
    List<String> secrets = list("select unnest([cc, ssn, password]) from users");
    assertThat(secrets).hasSize(3 * USERS);

    run(spark, "secure-userprofile.conf", Map.of("sink.compression", "none"));

    String bytes = bytesBelow("weblogs");
    assertThat(bytes).as("is readable text").contains("AntonettaStills@gmail.com");
    assertThat(secrets.stream().filter(bytes::contains)).isEmpty();
  }

  @Test
  void aLineThatDoesNotFitStopsTheSecureJob(SparkSession spark) {
    lake()
        .write(
            "raw/userprofile/more.csv",
            "first_name,last_name,username,email,gender,ip_address,phone,zip,cc,password,ssn,age",
            "A,B,c,d,F,1.1.1.1,1,01002,1111-2222,pw,3-4-5,old");

    assertThatThrownBy(() -> run(spark, "secure-userprofile.conf", Map.of()))
        .isInstanceOf(JobFailedException.class)
        .hasMessageContaining("not an int")
        .hasMessageNotContaining("1111-2222");
    assertThat(lake().data("weblogs")).isEmpty();
  }

  @Test
  void hashCredentialsIsACopyWithTwoHashes(SparkSession spark) throws Exception {
    run(spark, "hash-credentials.conf", Map.of());

    assertThat(
            list(
                "select username || ' ' || password from %s where first_name = 'Antonetta' and ssn = '116-48-1824'"
                    .formatted(written("userprofile-hashed"))))
        .containsExactly(
            "d9def3a57f32c0547bdb2864b807e0433ffdb2490c77459587817338e3ec2d41"
                + " 2daabe735841362fb524824f6092ab67297d31e623898bfd7157f391cc3b3ff4");
    assertHolds(
        "userprofile-hashed",
        """
        select * replace (sha256(username) as username, sha256(password) as password,
            age::int as age) from users
        """);
  }

  @Test
  void userprofileByAgeIsOneFolderPerAgeMadeOnce(SparkSession spark) throws Exception {
    run(spark, "userprofile-by-age.conf", Map.of());

    Map<String, String> files = lake().data("weblogs/ctas-sample");
    assertThat(files.keySet().stream().map(name -> name.replaceAll("/.*", "")))
        .containsExactlyInAnyOrderElementsOf(list("select distinct 'age=' || age from users"));
    assertThat(files.keySet()).allMatch(name -> name.endsWith(".snappy.parquet"));
    assertThat(lake().rows(spark, "weblogs/ctas-sample").columns())
        .containsExactly(
            "first_name", "last_name", "username", "email", "ip_address", "phone", "zip", "age");
    String anyFile = lake().text("weblogs/ctas-sample/" + files.keySet().iterator().next());
    assertThat(spark.read().parquet(anyFile).columns()).doesNotContain("age");
    assertHolds(
        "ctas-sample",
        """
        select first_name, last_name, username, email, ip_address, phone, zip, age::int as age
        from users
        """);

    assertThatThrownBy(() -> run(spark, "userprofile-by-age.conf", Map.of()))
        .hasMessageContaining("already holds " + files.size() + " files");
    assertThat(lake().data("weblogs/ctas-sample")).isEqualTo(files);
  }

  @Test
  void restrictedProfilesGivesEachRoleItsColumnsFromOneRead(SparkSession spark) throws Exception {
    RunReport report = run(spark, "restricted-profiles.conf", Map.of());

    assertThat(report.balances().stream().map(Balance::read)).containsExactly(500L, 500L);
    assertHolds("profiles-analyst", "select username, ip_address, zip from users");
    assertHolds("profiles-scientist", "select * exclude (cc) replace (age::int as age) from users");
  }

  /** The folder holds these rows and columns, in any order of rows. */
  private void assertHolds(String name, String expected) throws SQLException {
    String written = written(name);
    assertThat(list("select column_name || ' ' || column_type from (describe " + expected + ")"))
        .as("columns")
        .isEqualTo(
            list(
                "select column_name || ' ' || column_type from (describe select * from %s)"
                    .formatted(written)));
    assertThat(list("select count(*) from " + written)).containsExactly(USERS + "");
    assertThat(list("(%s) except all (select * from %s)".formatted(expected, written)))
        .as("rows of the oracle that the job did not write")
        .isEmpty();
  }

  private String written(String name) {
    List<String> files =
        lake().data("weblogs/" + name).keySet().stream()
            .map(file -> "'" + lake().path("weblogs/" + name).resolve(file) + "'")
            .toList();
    String folders = files.get(0).contains("age=") ? ", hive_types = {'age': int}" : "";
    return "read_parquet([%s]%s)".formatted(String.join(", ", files), folders);
  }

  /** The first column. */
  private List<String> list(String sql) throws SQLException {
    List<String> values = new ArrayList<>();
    try (Statement statement = duck.createStatement();
        ResultSet result = statement.executeQuery(sql)) {
      while (result.next()) {
        values.add(result.getString(1));
      }
    }
    return values;
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
