package io.millrace.jobs;

import static io.millrace.support.Table.table;
import static io.millrace.support.Table.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.support.SparkExtension;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A tagged column reaches no output unprotected but one that is declared restricted. */
@ExtendWith(SparkExtension.class)
class PersonalRuleTest {

  private static final String MASK =
      "{ type = mask-columns, columns { ssn = last-four, email = domain-only } }";

  private static final String TO_DO =
      " and is not protected; use hash-columns, mask-columns, generalise or network-only on it, drop it, or set restricted = true beside the sink of %s, if all who read it may see personal data";

  @TempDir private Path folder;

  private Lake lake() {
    return new Lake(folder);
  }

  @BeforeEach
  void people() {
    lake()
        .write(
            "in/a.csv",
            "id,ssn,email,city",
            "1,116-48-1824,ann@example.com,Bonn",
            "x,219-09-9999,bob@example.com,Rome",
            "3,457-55-5462,nobody,Oslo");
  }

  /** The job as a file: all columns are strings, ssn and email are tagged first. */
  private Path file(String steps, String outputs, String more) {
    return lake()
        .write(
            "job-" + (steps + outputs + more).hashCode() + ".conf",
            "name = test",
            "vars { root = \"" + folder + "\" }",
            "source { type = read-files, format = csv, path = ${vars.root}\"/in\", options { header = true }",
            "  schema = \"id int, ssn string, email string, city string\" }",
            "transforms = [ { type = tag-columns, columns { ssn = ssn, email = email } }, "
                + steps
                + " ]",
            "outputs = [ " + outputs + " ]",
            "reports = ${vars.root}\"/reports\"",
            more);
  }

  private static String output(String name, String more) {
    return "{ sink { type = write-files, path = ${vars.root}\"/%s\", compression = none, mode = overwrite } %s }"
        .formatted(name, more);
  }

  private RunReport run(SparkSession spark, String steps, String outputs, String more) {
    return Lake.bound(file(steps, outputs, more), Map.of()).pipeline().run(spark);
  }

  private String call(String verb, Path file, String... options) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    new Verbs(new PrintStream(out, true, StandardCharsets.UTF_8))
        .run(
            Arguments.parse(
                Stream.concat(Stream.of(verb, file.toString()), Stream.of(options))
                    .toArray(String[]::new)));
    return out.toString(StandardCharsets.UTF_8);
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

  @Test
  void anUnprotectedColumnStopsTheRunBeforeARowIsRead(SparkSession spark) {
    Map<String, String> before = lake().data("");

    assertThatThrownBy(
            () ->
                run(
                    spark,
                    "{ type = derive, columns { greeting = \"concat('Dear ', email)\" } }",
                    output("out", "") + ", " + output("all", ", restricted = true"),
                    ""))
        .isInstanceOf(JobFailedException.class)
        .hasMessage(
            "test: outputs[0]: column ssn is personal (transforms[0] tags ssn as ssn)"
                + TO_DO.formatted("outputs[0]")
                + "; outputs[0]: column email is personal (transforms[0] tags email as email)"
                + TO_DO.formatted("outputs[0]")
                + "; outputs[0]: column greeting is made from personal data (transforms[0] tags email as email)"
                + TO_DO.formatted("outputs[0]"));

    Map<String, String> after = lake().data("");
    after.keySet().removeIf(name -> name.endsWith(".conf") || name.startsWith("reports"));
    assertThat(after).isEqualTo(before);
  }

  @Test
  void planSaysTheSame() {
    Path file = file("{ type = drop, columns = [email] }", output("out", ""), "");
    assertThatThrownBy(() -> call("plan", file))
        .hasMessage(
            "outputs[0]: column ssn is personal (transforms[0] tags ssn as ssn)"
                + TO_DO.formatted("outputs[0]"));
  }

  @Test
  void planShowsWhichColumnsArePersonalAfterEachStep() {
    String plan =
        call(
            "plan",
            file(
                MASK + ", { type = rename, columns { city = place } }",
                output("out", ""),
                "rejects { path = ${vars.root}\"/bad\" }"));
    assertThat(plan)
        .contains("  source read-files: id int, ssn string, email string, city string\n")
        .contains(
            "  transforms[0] tag-columns: id int, ssn string [ssn], email string [email], city string\n")
        .contains("  transforms[2] rename: id int, ssn string, email string, place string\n")
        .contains(
            "Rejects would go to "
                + lake().text("bad")
                + ", without the text of their records, which may be personal: rejects.restricted = true keeps it.");
  }

  @Test
  void planCountsWhatLooksPersonalWhenAskedAndShowsNoValue() {
    Path file = file("{ type = drop, columns = [ssn, email] }", output("out", ""), "");
    assertThat(call("plan", file)).doesNotContain("looks personal");
    assertThat(call("plan", file, "--detect-pii"))
        .contains(
            """

            What looks personal in the first 10,000 rows of source:
              ssn: 2 of 2 values look like ssn (100.0 %)
              email: 1 of 2 values look like email (50.0 %)
            Nothing has been written.
            """)
        .doesNotContain("116-48", "ann@");
    String untagged = call("plan", lake().write("plain.conf", plain(file)), "--detect-pii=1");
    assertThat(untagged)
        .contains(
            """
            What looks personal in the first 1 row of source:
              ssn: 1 of 1 value look like ssn (100.0 %), not tagged
              email: 1 of 1 value look like email (100.0 %), not tagged
            """);
  }

  private static String plain(Path file) {
    try {
      return Files.readString(file).replaceFirst("\\{ type = tag-columns[^}]*} },", "");
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  @Test
  void whatIsProtectedIsWrittenAndRejectsHoldNoText(SparkSession spark) throws IOException {
    RunReport report =
        run(spark, MASK, output("out", ""), "rejects { path = ${vars.root}\"/bad\" }");

    assertThat(text(lake().rows(spark, "out")))
        .isEqualTo(
            table(
                """
                id int | ssn string | email string | city string
                1 | ***-**-1824 | example.com | Bonn
                """));
    assertThat(text(lake().rows(spark, "bad").drop("run", "file")))
        .isEqualTo(
            table(
                """
                rule string | reason string | column string | position bigint | raw string
                read | not an int | id | 53 | null
                mask-columns | email is no e-mail address | email | 88 | null
                """));
    assertThat(report.balances().get(0).rejected()).isEqualTo(2);
    assertThat(bytesBelow("out") + bytesBelow("bad") + bytesBelow("reports"))
        .contains("example.com")
        .doesNotContain("116-48", "219-09", "457-55", "nobody", "ann@");
  }

  @Test
  void theFilesHoldNoMarkOfTags(SparkSession spark) throws IOException {
    run(
        spark,
        "{ type = hash-columns, columns { ssn = ssn }, algorithm = sha-256 }",
        output("out", ", restricted = true"),
        "rejects { path = ${vars.root}\"/bad\" }");
    assertThat(bytesBelow("out"))
        .contains("ann@example.com")
        .doesNotContain("millrace.personal", "millrace.protected");
    assertThat(lake().rows(spark, "out").count()).isEqualTo(2);
  }

  @Test
  void restrictedRejectsKeepTheText(SparkSession spark) {
    run(
        spark,
        MASK,
        output("out", ""),
        "rejects { path = ${vars.root}\"/bad\", restricted = true }");
    assertThat(text(lake().rows(spark, "bad").select("raw")))
        .isEqualTo(
            table("raw string\nx,219-09-9999,bob@example.com,Rome\n3,457-55-5462,nobody,Oslo"));
  }

  @Test
  void aJobThatOnlyProtectsHidesTheTextOfRejectsToo(SparkSession spark) {
    Path file =
        lake()
            .write(
                "masking.conf",
                plain(file(MASK, output("out", ""), "rejects { path = ${vars.root}\"/bad\" }")));
    Lake.bound(file, Map.of()).pipeline().run(spark);
    assertThat(lake().rows(spark, "bad").count()).isEqualTo(2);
    assertThat(lake().rows(spark, "bad").where("raw is not null").count()).isZero();
  }

  @Test
  void aRestrictedOutputMayHoldThemAndItsRowsAreNotPrinted(SparkSession spark) {
    String summary =
        call(
            "run",
            file(
                "{ type = filter, where = \"id = 1\" }",
                output(
                        "out",
                        ", restricted = true, transforms = [ { type = drop, columns = [city] } ]")
                    + ", "
                    + output(
                        "cities", ", transforms = [ { type = drop, columns = [ssn, email] } ]"),
                "rejects { path = ${vars.root}\"/bad\" }"));
    assertThat(text(lake().rows(spark, "out")))
        .isEqualTo(table("id int|ssn string|email string\n1|116-48-1824|ann@example.com"));
    assertThat(summary).contains("Bonn").doesNotContain("116-48-1824");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{ type = tag-columns, columns { ssn = none, email = none } }",
        "{ type = drop, columns = [ssn, email] }",
        "{ type = aggregate, by = [city], columns { people = \"count(distinct ssn)\" } }",
        "{ type = sql, query = \"select city, millrace.mask_full(ssn) as ssn from input\" }",
      })
  void whatHoldsNoPersonalDataMayLeave(String step) {
    assertThat(call("plan", file(step, output("out", ""), "")))
        .contains("Nothing has been written.");
  }

  @Test
  void theSecondInputOfAJoinIsFollowedAndItsRejectsHoldNoText(SparkSession spark) {
    lake().write("names/a.csv", "id,name", "1,Ann", "y,Bob");
    String join =
        """
        { type = drop, columns = [ssn, email] }
        { type = join, on { id = id }, how = left
          with { type = prepared
            source { type = read-files, format = csv, path = ${vars.root}"/names", schema = "id int, name string", options { header = true } }
            transforms = [ { type = tag-columns, columns { name = name } } ] } }
        """;
    String rejects = "rejects { path = ${vars.root}\"/bad\" }";
    assertThatThrownBy(() -> run(spark, join, output("out", ""), rejects))
        .hasMessage(
            "test: outputs[0]: column name is personal (transforms[2].with.transforms[0] tags name as name)"
                + TO_DO.formatted("outputs[0]"));
    run(spark, join, output("out", ", restricted = true"), rejects);
    assertThat(text(lake().rows(spark, "bad").select("rule", "raw")))
        .isEqualTo(table("rule string|raw string\nread|null\nread|null"));
  }

  @Test
  void restrictedMeansNothingWithoutAFolderForRejects() {
    assertThatThrownBy(
            () ->
                Lake.bound(
                    file(MASK, output("out", ""), "rejects { restricted = true }"), Map.of()))
        .hasMessageContaining("rejects: restricted means nothing without a path for rejects");
  }
}
