package io.millrace.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.jobs.config.InvalidConfigException;
import io.millrace.jobs.page.ParsedPage;
import io.millrace.jobs.page.ReportPage;
import io.millrace.support.SparkExtension;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The command line within this process, on the session that runs already. */
@ExtendWith(SparkExtension.class)
class VerbsTest {

  @TempDir private Path folder;

  private Lake lake() {
    return new Lake(folder);
  }

  @BeforeEach
  void job(SparkSession spark) {
    lake().write("in/a.csv", "id,name", "1,a", "2,b", "x,c");
    lake()
        .write(
            "job.conf",
            "name = people",
            "vars { root = \"" + folder + "\" }",
            "spark { hadoop.fs.s3a.secret.key = wJalrXUtnFEMI, sql.shuffle.partitions = 3 }",
            "source { type = read-files, format = csv, path = ${vars.root}\"/in\", options { header = true } }",
            "transforms = [ { type = cast, columns { id = int } }, { type = filter, where = \"id > 1\" },",
            "  { type = sql, query = \"select id, name from input\" } ]",
            "outputs = [",
            "  { sink { type = write-files, path = ${vars.root}\"/out\", partition-by = [name], mode = overwrite } }",
            "  { transforms = [ { type = select, columns = [id] } ]",
            "    sink { type = write-files, path = ${vars.root}\"/ids\", format = csv, mode = append } } ]",
            "rejects { path = ${vars.root}\"/bad\", max-rejects = 40% }",
            "reports = ${vars.root}\"/reports\"");
  }

  private static List<String> cells(String line) {
    return Arrays.stream(line.split("[|]", -1)).map(String::strip).toList();
  }

  private String call(String... args) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    new Verbs(new PrintStream(out, true, StandardCharsets.UTF_8)).run(Arguments.parse(args));
    return out.toString(StandardCharsets.UTF_8);
  }

  private JsonNode report() throws IOException {
    try (Stream<Path> files = Files.list(lake().path("reports"))) {
      Path file = files.filter(path -> path.toString().endsWith(".json")).findFirst().orElseThrow();
      return new ObjectMapper().readTree(file.toFile());
    }
  }

  private static List<String> keys(JsonNode node) {
    Iterable<String> names = node::fieldNames;
    return StreamSupport.stream(names.spliterator(), false).toList();
  }

  @Test
  void planShowsAllAndWritesNothing() {
    Map<String, String> before = lake().everything("");

    String plan = call("plan", lake().text("job.conf"));

    assertThat(lake().everything("")).isEqualTo(before);
    assertThat(plan)
        .contains("Files to be read: 1, 20 B", "file:" + lake().text("in/a.csv") + "  20 B")
        .contains(
            "Note: no schema is given, so the columns are strings named by the header of the first file")
        .contains("  source read-files: id string, name string\n")
        .contains("  transforms[0] cast: id int, name string\n")
        .contains("  transforms[1] filter: id int, name string\n")
        .contains(
            "  transforms[2] sql: id int, name string\n    Note: rows are kept in memory or on disk")
        .contains(
            "outputs[0] would write parquet files in "
                + lake().text("out")
                + ", a folder per name; no files are there; written column by column.")
        .contains("  outputs[1].transforms[0] select: id int\n")
        .contains(
            "outputs[1] would write csv files in " + lake().text("ids") + "; no files are there.")
        .contains("The rows are kept in memory or on disk before the outputs part")
        .contains("Rejects would go to " + lake().text("bad") + ", at most 40%.")
        .endsWith("Nothing has been written.\n");
    assertThat(plan).contains("****").doesNotContain("wJalrXUtnFEMI");
  }

  @Test
  void runWritesReportsAndShowsASummary() throws IOException {
    String summary = call("run", lake().text("job.conf"));

    assertThat(summary)
        .contains("people  run ", "read      3 rows, 1 file, 20 B")
        .contains("written   1 row, 1 file, ")
        .contains("rejected  1 row\n", "1  cast: id does not fit int (column id)")
        .contains(
            "filtered  1 row\n", "by transforms[2] sql", "report    " + lake().text("reports"))
        .contains("  id | name\n  2  | b   \n")
        .doesNotContain("wJalrXUtnFEMI");
    JsonNode report = report();
    assertThat(keys(report))
        .containsExactly(
            "job",
            "run",
            "outcome",
            "started",
            "versions",
            "settings",
            "ignored-settings",
            "source",
            "steps",
            "outputs",
            "rejects",
            "ended",
            "seconds");
    assertThat(report.get("outcome").asText()).isEqualTo("succeeded");
    assertThat(keys(report.get("versions")))
        .containsExactly("millrace", "spark", "hadoop", "java", "master", "application");
    assertThat(report.at("/source/rows").asInt()).isEqualTo(3);
    assertThat(report.at("/source/bytes").asInt()).isEqualTo(20);
    assertThat(report.at("/source/path").asText()).isEqualTo(lake().text("in"));
    assertThat(report.at("/source/paths/0").asText()).endsWith("/in/a.csv");
    assertThat(report.at("/steps/1/place").asText()).isEqualTo("transforms[0]");
    assertThat(report.at("/steps/1/columns").asText()).isEqualTo("id INT,name STRING");
    JsonNode output = report.at("/outputs/0");
    assertThat(
            Stream.of("read", "written", "rejected", "filtered", "files")
                .map(key -> key + " " + output.get(key).asInt()))
        .containsExactly("read 3", "written 1", "rejected 1", "filtered 1", "files 1");
    assertThat(output.get("bytes").asLong()).isPositive();
    assertThat(output.at("/rejected-by/0").toString())
        .isEqualTo(
            "{\"rule\":\"cast\",\"column\":\"id\",\"reason\":\"id does not fit int\",\"rows\":1,"
                + "\"example\":{\"file\":\"file:%s\",\"position\":16,\"shape\":\"x,x\"}}"
                    .formatted(lake().text("in/a.csv")));
    assertThat(output.get("filtered-by").toString()).isEqualTo("{\"filter: id > 1\":1}");
    assertThat(keys(report.get("seconds")))
        .contains("start", "plan", "write outputs[0]", "publish");
    assertThat(report.get("settings").asText()).contains("****").doesNotContain("wJalrXUtnFEMI");
  }

  /** Numbers, texts, nothing, nested values; the name of a folder says its type anew. */
  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "parquet;       ; id | name | none | s",
        "parquet; id    ; name | none | s      | id",
        "parquet; name  ; id | none | s      | name",
        "csv;           ; id | name | none",
        "json;          ; id | name | none | s",
        "json;    id    ; name | none | s      | id",
      })
  void rowsOfAnyOutputAreShown(String format, String folder, String heading) {
    boolean flat = format.equals("csv");
    lake()
        .write(
            "shown.conf",
            "name = shown",
            "source { type = read-files, format = csv, path = \""
                + lake().text("in")
                + "\", options { header = true } }",
            "transforms = [ { type = filter, where = \"id = '2'\" }, { type = derive, columns {",
            "  none = \"cast(null as int)\""
                + (flat ? "" : ", s = \"named_struct('q', 1.5, 'r', array(name))\"")
                + " } } ]",
            "sink { type = write-files, format = "
                + format
                + ", path = \""
                + lake().text("shown")
                + "\"",
            "  partition-by = [" + (folder == null ? "" : folder) + "] }",
            "reports = \"" + lake().text("reports") + "\"");
    String summary = call("run", lake().text("shown.conf"));
    List<List<String>> table =
        summary.lines().filter(line -> line.contains(" | ")).map(VerbsTest::cells).toList();
    Map<String, String> values = Map.of("id", "2", "name", "b", "none", "null", "s", "{1.5, [b]}");
    assertThat(table)
        .containsExactly(cells(heading), cells(heading).stream().map(values::get).toList());
  }

  @Test
  void aPageLiesBesideTheReport() throws IOException {
    String summary = call("run", lake().text("job.conf"));
    String page = summary.replaceAll("(?s).*\n  page      (\\S+)\n.*", "$1");
    String json = page.replaceAll("html$", "json");
    String html = Files.readString(Path.of(page));
    assertThat(html)
        .isEqualTo(
            ReportPage.of(Files.readString(Path.of(json)), Path.of(json).getFileName().toString()));
    ParsedPage parsed = ParsedPage.of(html);
    assertThat(parsed.all("li", "arrow"))
        .containsExactly(
            "3 rows",
            "2 rows\u2715 1 rejected",
            "1 row\u25BD 1 filtered out",
            "1 row\u00B1 0 rows by this step",
            "1 row");
    assertThat(parsed.all("div", "tile"))
        .containsExactly("3rows read", "2rows written", "1rows rejected, 33.3 %");
    assertThat(parsed.text())
        .contains("file:" + lake().text("in/a.csv") + ", position 16")
        .contains("parquet files in " + lake().text("out") + ", a folder per name")
        .doesNotContain("x,c", "wJalrXUtnFEMI");
    assertThat(call("report", lake().text("")))
        .isEqualTo("1 run of 1 job: %s/index.html\n".formatted(folder));
  }

  @Test
  void aFailedRunIsReportedWithItsReason() throws IOException {
    assertThatThrownBy(() -> call("run", lake().text("job.conf"), "--set", "rejects.max-rejects=0"))
        .isInstanceOf(JobFailedException.class)
        .hasMessageStartingWith(
            "people: 1 of 3 rows were rejected, more than max-rejects = 0 allows");
    JsonNode report = report();
    assertThat(report.get("outcome").asText()).isEqualTo("failed");
    assertThat(report.get("error").asText()).startsWith("1 of 3 rows were rejected");
    assertThat(report.at("/source/rows").asInt()).isEqualTo(3);
    assertThat(report.at("/outputs/0/rejected-by/0/reason").asText())
        .isEqualTo("id does not fit int");
    assertThat(report.has("ended")).isTrue();
    assertThat(lake().data("out")).isEmpty();
    assertThat(lake().data("ids")).isEmpty();
  }

  @Test
  void runWithoutARowSucceeds() {
    lake().write("in/a.csv", "id,name");
    assertThat(call("run", lake().text("job.conf"))).contains("written   0 rows, 0 files, 0 B");
    assertThat(lake().data("ids")).hasSize(1);
  }

  @Test
  void aWrongJobFileIsNamedWithItsLine() {
    lake().write("bad.conf", "name = x", "source { type = read-fils, path = y }");
    assertThatThrownBy(() -> call("run", lake().text("bad.conf")))
        .isInstanceOf(InvalidConfigException.class)
        .hasMessageContaining("did you mean 'read-files'?")
        .hasMessageContaining("bad.conf: 2");
    assertThatThrownBy(() -> call("plan", lake().text("none.conf")))
        .isInstanceOf(InvalidConfigException.class)
        .hasMessageContaining("none.conf");
  }

  @Test
  void stepsListsAllAndExplainsOne() {
    assertThat(call("steps")).contains("read-files", "write-files", "flatten-request", "sql");
    assertThat(call("steps", "write-files"))
        .contains("partition-by", "target-file-size", "Example:");
    assertThatThrownBy(() -> call("steps", "write-file"))
        .isInstanceOf(InvalidCommandException.class)
        .hasMessageContaining("nothing is named 'write-file'; did you mean 'write-files'?");
  }

  @Test
  void sampleMakesALake() {
    assertThat(call("sample", lake().text("lake"), "--rows", "20", "--users", "5", "--dirty", "1"))
        .contains("useractivity.csv  20 rows");
    assertThat(lake().path("lake/raw/useractivity/useractivity.csv")).exists();
    assertThatThrownBy(() -> call("sample", "--rows", "many"))
        .isInstanceOf(InvalidCommandException.class)
        .hasMessageContaining("1. --rows is 'many' but must be a whole number")
        .hasMessageContaining("2. sample needs one folder");
  }

  @Test
  void helpNamesEveryVerb() {
    assertThat(call("help")).contains(Arguments.VERBS.subList(0, 4));
  }
}
