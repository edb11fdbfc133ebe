package io.millrace.jobs.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The page says what the report says, whatever that is, and nothing else. */
class ReportPageTest {

  private static final ObjectMapper JSON = new ObjectMapper();

  private static ParsedPage page(String json) {
    return ParsedPage.of(ReportPage.of(json, "run.json"));
  }

  static Stream<String> kinds() {
    return Stream.of(
        Reports.RICH,
        Reports.FAILED,
        Reports.RECOUNTED,
        Reports.UNPLANNED,
        Reports.RUNNING,
        Reports.NOTHING_NEW,
        Reports.ACTIONS);
  }

  /** Not shown: how rows were counted, and columns, which are taken apart. */
  private static void leaves(String key, JsonNode value, BiConsumer<String, JsonNode> each) {
    if (value.isObject()) {
      value.properties().forEach(field -> leaves(field.getKey(), field.getValue(), each));
    } else if (value.isArray()) {
      value.forEach(one -> leaves(key, one, each));
    } else if (!Set.of("counted-by", "columns", "ended", "outcome", "started").contains(key)) {
      each.accept(key, value);
    }
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void everyValueOfTheReportIsOnThePage(String json) throws Exception {
    ParsedPage page = page(json);
    List<String> exact = page.attributes("data", "value");
    List<String> missing = new ArrayList<>();
    leaves(
        "",
        JSON.readTree(json),
        (key, value) -> {
          boolean shown =
              value.isNumber()
                  ? exact.contains(value.asText())
                  : page.text().contains(value.asText());
          boolean none = value.isNull() || value.asText().equals("0");
          if (!shown && !none) {
            missing.add(key + " " + value);
          }
        });
    assertThat(missing).isEmpty();
  }

  @Test
  void everyFigureOfThePageIsInTheReportOrFollowsFromIt() throws Exception {
    Set<String> known = new TreeSet<>();
    leaves("", JSON.readTree(Reports.RICH), (key, value) -> known.add(value.asText()));
    Set<String> derived = new TreeSet<>(page(Reports.RICH).attributes("data", "value"));
    derived.removeAll(known);
    assertThat(derived)
        .containsExactlyInAnyOrder(
            "99000", // after the source: 100000 - 1000
            "98797", // after the cast: - 203
            "97397", // after the filter: - 1400
            "194591", // written to both outputs: 97301 + 97290
            "124.257"); // seconds of all parts
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "succeeded | \u2713 succeeded",
        "failed    | \u2715 failed",
        "running   | \u2026 not ended",
        "exploded  | ? unknown",
      })
  void theOutcomeComesFirst(String outcome, String badge) {
    ParsedPage page =
        page(
            "{\"job\": \"a\", \"run\": \"r\", \"outcome\": \"%s\", \"error\": \"why\"}"
                .formatted(outcome));
    assertThat(page.text("header")).startsWith(badge + "awhy");
  }

  @Test
  void rowsOnEachArrow() {
    ParsedPage page = page(Reports.RICH);
    assertThat(page.all("span", "rows"))
        .containsExactly("99,000 rows", "98,797 rows", "97,397 rows", "97,301 rows", "97,301 rows");
    assertThat(page.all("li", "arrow"))
        .containsExactly(
            "99,000 rows\u2715 1,000 rejected",
            "98,797 rows\u2715 203 rejected",
            "97,397 rows\u25BD 1,400 filtered out",
            "97,301 rows\u25BD 96 filtered out",
            "97,301 rows");
    assertThat(page.all("li", "sink"))
        .containsExactly(
            "lake/all97,301 rows written in 4 files, 4.1 MB",
            "cat.db.t97,290 rows written\u2715 11 rejected here");
    assertThat(page.all("div", "second"))
        .containsExactly(
            "read-table transforms[2].with.sourcecat.db.pages, snapshot 77123"
                + "padtransforms[2].with.transforms[0]~ n512 read, 509 used, 3 rejected, 0 filtered");
  }

  /** What a step adds follows from the rows around it, or from the total if it is the only one. */
  @Test
  void rowsOnArrowsOfStepsThatChangeTheirNumber() {
    ParsedPage page = page(Reports.RECOUNTED);
    assertThat(page.all("li", "arrow"))
        .containsExactly(
            "100 rows",
            "90 rows\u25BD 10 filtered out",
            "290 rows\u00B1 +200 rows by this step",
            "how many rows is not known\u25BD 11 filtered out by the 2 steps of this name",
            "5 rows\u00B1 may change the number of rows");
    assertThat(page.all("li", "sink"))
        .containsExactly("a5 rows staged; the run failed", "b290 rows staged; the run failed");
    assertThat(page.text("header")).contains("Left behind: a/_millrace/staged/x was not removed");
  }

  @Test
  void ofARunThatHasEndedNothingIsStillToCome() {
    String one = Reports.RUNNING.replace("running", "%s");
    assertThat(page(one.formatted("running")).all("li", "sink"))
        .containsExactly("outnothing was written yet");
    assertThat(page(one.formatted("failed")).all("li", "sink"))
        .containsExactly("outnothing was written");
  }

  /** Of an older report without a path only the files are known, and of many only the first. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      value = {
        "raw/*.csv | 120 | file:/raw/a/b.csv             | raw/*.csv, 120 files, 1.0 kB",
        "raw       | 1   | file:/raw/b.csv               | raw, 1 file, 1.0 kB",
        "-         | 120 | file:/raw/a/b.csv             | 120 files, 1.0 kB",
        "-         | 2   | file:/raw/a.csv,file:/raw/b/c | file:/raw/, 2 files, 1.0 kB",
        "-         | 1   | file:/raw/b.csv               | file:/raw/b.csv, 1 file, 1.0 kB"
      })
  void whereRowsCameFrom(String path, int files, String paths, String said) throws Exception {
    ObjectNode report = (ObjectNode) JSON.readTree(Reports.FAILED);
    ObjectNode source = (ObjectNode) report.get("source");
    source.put("files", files).put("bytes", 1_000);
    source.set("paths", JSON.valueToTree(List.of(paths.split(",", -1))));
    if (path != null) {
      source.put("path", path);
    }
    assertThat(page(report.toString()).all("li", "source"))
        .containsExactly("read-filessource" + said);
  }

  @Test
  void largeFiguresCountEachRejectOnce() {
    assertThat(page(Reports.RICH).all("div", "tile"))
        .containsExactly("100,000rows read", "194,591rows written", "1,214rows rejected, 1.2 %");
    assertThat(page(Reports.FAILED).all("div", "tile"))
        .containsExactly(
            "3rows read",
            "2rows staged; the run failed",
            "1rows rejected, 33.3 %",
            "0rows filtered out");
  }

  @Test
  void aRejectTellsItsReasonAndWhereOneStands() {
    assertThat(page(Reports.RICH).all("tr"))
        .contains(
            "1,000 1.0 %\u2715 rejectedreadn: not an intfile:/lake/raw/b.csv, position 81,27799;x-x",
            "203 0.20 %\u2715 rejectedcastid: id does not fit int",
            "1,400 1.4 %\u25BD filteredfilternot n < 7 & n > 1");
  }

  @Test
  void whatAStepDoesToTheColumns() {
    assertThat(page(Reports.RICH).all("li"))
        .contains("~ id STRING \u2192 INT", "+ a b STRUCT<x: INT, y: DECIMAL(10,2)>")
        .contains("\u2212 request STRING", "\u2212 a b STRUCT<x: INT, y: DECIMAL(10,2)>");
  }

  @Test
  void whatALaterVersionAddsIsShownToo() {
    assertThat(
            page("{\"job\":\"a\",\"run\":\"r\",\"outcome\":\"failed\",\"later\":{\"x\":[1,\"two\"]}}")
                .text())
        .contains("Also in the report", "later", "x1two");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "{}", "[]", "null", "{\"job\":1,\"run\":\"a\",\"outcome\":\"b\"}", "{\"job"})
  void whatIsNoReportIsRefused(String json) {
    assertThatThrownBy(() -> ReportPage.of(json, "x.json"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  /** A report may be of another version, or somebody wrote into it: each value by another one. */
  @ParameterizedTest
  @MethodSource("kinds")
  void aValueOfAnotherTypeIsUnknownAndNoError(String json) throws Exception {
    JsonNodeFactory make = JsonNodeFactory.instance;
    List<JsonNode> odd =
        List.of(
            make.nullNode(),
            make.textNode("</style><script>alert(1)</script>"),
            make.numberNode(-1),
            make.numberNode(1e300),
            make.booleanNode(true),
            make.arrayNode().add(make.arrayNode()).add(7),
            make.objectNode().put("a", "b"));
    JsonNode tree = JSON.readTree(json);
    int[] pages = {0};
    for (JsonNode value : odd) {
      replaced(tree, value, () -> pages[0] += page(tree.toString()).names().size() > 10 ? 1 : 0);
    }
    assertThat(pages[0]).isGreaterThan(50);
  }

  private static void replaced(JsonNode owner, JsonNode odd, Runnable check) {
    if (owner instanceof ObjectNode object) {
      List<String> keys = new ArrayList<>();
      object.fieldNames().forEachRemaining(keys::add);
      keys.removeAll(List.of("job", "run", "outcome"));
      for (String key : keys) {
        JsonNode was = object.replace(key, odd);
        check.run();
        object.replace(key, was);
        replaced(was, odd, check);
      }
    } else if (owner instanceof ArrayNode array) {
      for (int i = 0; i < array.size(); i++) {
        JsonNode was = array.set(i, odd);
        check.run();
        array.set(i, was);
        replaced(was, odd, check);
      }
    }
  }
}
