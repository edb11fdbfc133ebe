package io.millrace.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.support.Keys;
import io.millrace.support.SparkExtension;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What a step warns of is said by a run, too: on the terminal and in its report, once. */
@ExtendWith(SparkExtension.class)
class WarningsTest {

  private static final String PLAIN =
      "{ type = hash-columns, columns { %s = %s }, algorithm = sha-256 }";
  private static final String WARNING =
      "sha-256 uses no key: whoever tries all social security numbers, in minutes on one core, or all card numbers finds those behind the hashes; leave algorithm out and give a key";

  @TempDir private Path folder;

  @BeforeEach
  void people(SparkSession spark) {
    lake().write("in/people.csv", "id,ssn", "1,116-48-1824", "2,116-48-1825");
  }

  private Lake lake() {
    return new Lake(folder);
  }

  private String source() {
    return "{ type = read-files, format = csv, path = \"%s\", schema = \"id int, ssn string\", options { header = true } }"
        .formatted(lake().text("in"));
  }

  private String run(String... lines) {
    String file = lake().write("job.conf", String.join("\n", lines)).toString();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    new Verbs(new PrintStream(out, true, StandardCharsets.UTF_8))
        .run(Arguments.parse(new String[] {"run", file}));
    return out.toString(StandardCharsets.UTF_8);
  }

  private String job(String steps) {
    return "name = w\nsource %s\ntransforms = [ %s ]\nreports = \"%s\"\nsink { type = write-files, path = \"%s\", mode = overwrite }"
        .formatted(source(), steps, lake().text("reports"), lake().text("out"));
  }

  private static List<String> warnings(String summary) {
    return summary.lines().filter(line -> line.contains("warning")).toList();
  }

  private JsonNode report() throws IOException {
    try (Stream<Path> files = Files.list(lake().path("reports"))) {
      Stream<Path> reports = files.filter(file -> file.toString().endsWith(".json"));
      return new ObjectMapper().readTree(reports.findFirst().orElseThrow().toFile());
    }
  }

  private List<String> reported() throws IOException {
    List<String> all = new ArrayList<>();
    report().get("warnings").forEach(one -> all.add(one.asText()));
    return all;
  }

  @Test
  void eachStepThatWarnsIsNamedOnce() throws IOException {
    String hashed =
        "{ type = join, on { id = id }, with { type = prepared, source "
            + source()
            + ", transforms = [ "
            + PLAIN.formatted("ssn", "other")
            + ", { type = drop, columns = [ssn] } ] } }";
    String outputs =
        "outputs = [ { transforms = [ %s ], sink { type = write-files, path = \"%s\" } }, { sink { type = write-files, path = \"%s\" } } ]"
            .formatted(PLAIN.formatted("other", "twice"), lake().text("a"), lake().text("b"));
    String summary =
        run(
            job(PLAIN.formatted("ssn", "ssn") + ", " + hashed).replaceFirst("\nsink .*", ""),
            outputs);
    List<String> places =
        List.of("transforms[1].with.transforms[0]", "transforms[0]", "outputs[0].transforms[0]");
    assertThat(warnings(summary))
        .containsExactlyElementsOf(
            places.stream().map(place -> "  warning   " + place + ": " + WARNING).toList());
    assertThat(reported())
        .containsExactlyElementsOf(places.stream().map(place -> place + ": " + WARNING).toList());
  }

  @Test
  void aJobWithoutAWarningSaysNothingOfThem() throws IOException {
    String keyed =
        "{ type = hash-columns, columns { ssn = ssn }, kind = ssn, key = \"%s\" }"
            .formatted(Keys.file(folder, 1));
    assertThat(warnings(run(job(keyed)))).isEmpty();
    assertThat(report().has("warnings")).isFalse();
  }

  @Test
  void theReportOfARunThatFailedHoldsThem() throws IOException {
    String failing = PLAIN.formatted("ssn", "ssn") + ", { type = cast, columns { ssn = int } }";
    assertThatThrownBy(() -> run(job(failing))).isInstanceOf(JobFailedException.class);
    assertThat(report().get("outcome").asText()).isEqualTo("failed");
    assertThat(reported()).containsExactly("transforms[0]: " + WARNING);
  }

  @Test
  void tablesOfOneJobShareALine() {
    lake().write("tables/a/part.csv", "1,116-48-1824");
    lake().write("tables/b/part.csv", "2,116-48-1825");
    String summary =
        run(
            "tables { in = \"%s/*\", defaults { tag = a }, parallelism = 2, reports = \"%s\" }"
                .formatted(lake().text("tables"), lake().text("reports")),
            "name = ${table.name}",
            "source { type = read-files, format = csv, path = ${table.path}, schema = \"id int, ssn string\" }",
            "transforms = [ " + PLAIN.formatted("ssn", "ssn") + " ]",
            "sink { type = write-files, path = \"%s/\"${table.name} }"
                .formatted(lake().text("out")));
    assertThat(summary).contains("2 of 2 tables succeeded");
    assertThat(warnings(summary))
        .singleElement()
        .asString()
        .matches("  warning   (.*\\.)?a, (.*\\.)?b: transforms\\[0]: \\Q" + WARNING + "\\E");
  }
}
