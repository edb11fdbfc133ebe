package io.millrace.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.ConfigFactory;
import io.millrace.jobs.config.Binder;
import io.millrace.jobs.config.InvalidConfigException;
import io.millrace.support.Keys;
import io.millrace.support.SparkExtension;
import io.millrace.transforms.HashColumns;
import io.millrace.transforms.Transform;
import io.millrace.udf.keys.KeyReference;
import io.millrace.udf.keys.SecretStore;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Tokens in a job file. */
@ExtendWith(SparkExtension.class)
class TokensJobTest {

  @TempDir private Path folder;

  @BeforeEach
  void people() {
    lake()
        .write(
            "in/people.csv",
            "id,ssn,cc",
            "1,116-48-1824,4111-1111-1111-1111",
            "2,000-12-3456,4111-1111-1111-1111",
            "3,116481824,4111-1111-1111-1112",
            "4,,");
  }

  private Lake lake() {
    return new Lake(folder);
  }

  private String job(String verb, String step) {
    lake()
        .write(
            "job.conf",
            "name = tokens",
            "source { type = read-files, format = csv, path = \"" + lake().text("in") + "\"",
            "  schema = \"id int, ssn string, cc string\", options { header = true } }",
            "transforms = [",
            "  " + step,
            "  { type = drop, columns = [ssn, cc] } ]",
            "sink { type = write-files, path = \"" + lake().text("out") + "\", mode = overwrite }",
            "rejects { path = \"" + lake().text("bad") + "\" }");
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    new Verbs(new PrintStream(out, true, StandardCharsets.UTF_8))
        .run(Arguments.parse(new String[] {verb, lake().text("job.conf")}));
    return out.toString(StandardCharsets.UTF_8);
  }

  private static String step(KeyReference key) {
    return "{ type = hash-columns, columns { ssn = hash_ssn, cc = hash_cc }, kinds { ssn = ssn, cc = card }, key = \"%s\" }"
        .formatted(key);
  }

  @Test
  void aJobWritesTokensAndRejectsWhatIsInvalid(SparkSession spark) {
    job("run", step(Keys.file(folder, 1)));

    List<String> written =
        spark
            .read()
            .parquet(lake().text("out"))
            .select("id", "hash_ssn", "hash_cc")
            .orderBy("id")
            .collectAsList()
            .stream()
            .map(Row::toString)
            .toList();
    assertThat(written)
        .containsExactly(
            "[1,%s,%s]"
                .formatted(Keys.token(1, "ssn:116481824"), Keys.token(1, "card:4111111111111111")),
            "[4,null,null]");
    assertThat(
            spark
                .read()
                .parquet(lake().text("bad"))
                .select("rule", "column", "reason")
                .orderBy("reason")
                .collectAsList()
                .stream()
                .map(Row::toString))
        .containsExactly(
            "[hash-columns,cc,cc is no card number: its check digit is wrong]",
            "[hash-columns,ssn,ssn is no SSN: no area is 000, 666 or above 899]");
  }

  @Test
  void planWarnsOfAPlainHashAndNotOfATokenAndShowsNoKey() {
    String plain =
        "{ type = hash-columns, columns { ssn = hash_ssn, cc = hash_cc }, algorithm = sha-256 }";
    String warning = "    Warning: sha-256 uses no key: whoever tries all social security numbers";
    assertThat(job("plan", plain)).contains(warning);
    KeyReference key = Keys.file(folder, 1);
    assertThat(job("plan", step(key)))
        .contains("key = \"" + key + "\"")
        .contains("hash_ssn string")
        .doesNotContain(warning)
        .doesNotContain(Keys.hex(1));
  }

  @Test
  void aMissingKeyStopsPlanAndRunWithNothingWritten() {
    KeyReference key = new KeyReference("env:MILLRACE_NO_SUCH_KEY");
    for (String verb : List.of("plan", "run")) {
      assertThatThrownBy(() -> job(verb, step(key)))
          .as(verb)
          .hasMessageContaining(
              "transforms[0]: hash-columns: the key 'env:MILLRACE_NO_SUCH_KEY' is missing: ");
      assertThat(lake().data("out")).isEmpty();
      assertThat(lake().data("bad")).isEmpty();
    }
  }

  @Test
  void anyStepMayCallTheFunctions(SparkSession spark) {
    String call = "{ type = derive, columns { t = \"millrace.token('ssn', ssn, '%s')\" } }";
    job("run", call.formatted(Keys.file(folder, 1)));
    assertThat(spark.read().parquet(lake().text("out")).where("id = 3").select("t").first().get(0))
        .isEqualTo(Keys.token(1, "ssn:116481824"));
  }

  @Test
  void aQueryThatLacksItsKeyStopsPlanAndRunBeforeARowIsRead() throws IOException {
    String derive = "{ type = derive, columns { t = \"millrace.token('ssn', ssn, '%s')\" } }";
    String sql =
        "{ type = sql, query = \"select *, millrace.token('ssn', ssn, '%s') as t from input\" }";
    String filter = "{ type = filter, where = \"millrace.token('ssn', ssn, '%s') is not null\" }";
    String unread =
        "{ type = sql, query = \"select id, cast(raise_error('a row was read') as string) as ssn, cc from input\" }\n  ";
    Map<String, String> bad = new LinkedHashMap<>();
    bad.put("env:MILLRACE_NO_SUCH_KEY", "the key 'env:MILLRACE_NO_SUCH_KEY' is missing: ");
    bad.put(Keys.file(folder, "open", Keys.hex(1), "rw-r--r--").text(), "(rw-r--r--); run chmod");
    bad.put(Keys.file(folder, "short", "00".repeat(16), "rw-------").text(), "has 16 bytes, and");
    bad.put(SecretStore.unreachable("tokens"), "cannot be fetched from AWS Secrets Manager: ");
    bad.put("sesame", "the key itself must not stand here");
    for (String step : List.of(derive, sql, filter)) {
      String place = "transforms[1]: " + step.replaceFirst(".*type = ([a-z]+).*", "$1") + ": ";
      bad.forEach(
          (key, message) -> {
            for (String verb : List.of("plan", "run")) {
              assertThatThrownBy(() -> job(verb, unread + step.formatted(key)))
                  .as("%s of %s with %s", verb, step, key)
                  .message()
                  .contains(place)
                  .contains(message)
                  .doesNotContain("a row was read");
            }
          });
    }
    assertThat(lake().data("out")).isEmpty();
    assertThat(lake().data("bad")).isEmpty();
  }

  @Test
  void theStepsOfTheDocumentationBind() throws IOException {
    String page = Files.readString(Lake.PROJECT.resolve("docs/personal-data.md"));
    List<String> blocks = List.of(page.split("## Tokens", -1)[1].split("```", -1));
    String steps = blocks.get(1).replaceFirst("^hocon", "");
    String rotation = blocks.get(5).replaceFirst("^hocon", "");
    String step = "{ type = hash-columns, columns { ssn = ssn_token }, kind = ssn, %s }";
    String file = "transforms = [%s, %s]".formatted(steps, step.formatted(rotation));
    record Steps(List<Transform> transforms) {}
    Steps bound =
        new Binder(Catalog.NAMES).bind(ConfigFactory.parseString(file).resolve(), Steps.class);
    assertThat(bound.transforms()).hasSize(3).filteredOn(HashColumns.class::isInstance).hasSize(2);
    assertThat(((HashColumns) bound.transforms().get(2)).current()).contains("v2");
  }

  @Test
  void aKeyInTheJobFileIsRefusedAndNotRepeated() {
    for (String where : List.of("key = \"%s\"", "keys { v1 = \"%s\" }")) {
      String given = where.formatted(Keys.hex(1));
      assertThatThrownBy(
              () ->
                  job(
                      "plan",
                      "{ type = hash-columns, columns { ssn = hash_ssn }, kind = ssn, %s }"
                          .formatted(given)))
          .isInstanceOf(InvalidConfigException.class)
          .hasMessageContaining(
              "a key is given by where it is kept, env:NAME, file:PATH or aws-secretsmanager:NAME; the key itself must not stand here")
          .message()
          .doesNotContain(Keys.hex(1));
    }
  }
}
