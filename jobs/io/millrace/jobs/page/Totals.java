package io.millrace.jobs.page;

import static io.millrace.jobs.page.Element.tag;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** The rows of the run in large figures, and the balance of each output. */
final class Totals {

  private static final List<String> BALANCE = List.of("read", "written", "rejected", "filtered");

  private Totals() {}

  static Optional<Element> of(Report report) {
    List<Element> tiles = new ArrayList<>();
    tile("rows read", "read", report.read(), report, tiles);
    tile(written(report), "written", report.written(), report, tiles);
    tile("rows rejected", "rejected", report.rejected(), report, tiles);
    tile("rows filtered out", "filtered", report.filtered(), report, tiles);
    return tiles.isEmpty() ? Optional.empty() : Optional.of(tag("div", tiles).as("tiles"));
  }

  private static String written(Report report) {
    return switch (report.outcome()) {
      case SUCCEEDED, NOTHING_NEW -> "rows written";
      case FAILED -> "rows staged; the run failed";
      default -> "rows staged";
    };
  }

  private static void tile(
      String words, String kind, OptionalLong rows, Report report, List<Element> tiles) {
    rows.ifPresent(
        count ->
            tiles.add(
                tag(
                        "div",
                        tag("div", Figures.rows(count)).as("figure"),
                        tag("div", words + share(kind, count, report)))
                    .as("tile " + kind)));
  }

  private static String share(String kind, long count, Report report) {
    long read = report.read().orElse(0);
    boolean part = kind.equals("rejected") || kind.equals("filtered");
    return part && count > 0 && read >= count ? ", " + Figures.share(count, read) : "";
  }

  /** Per output, where there is more to say than the tiles do. */
  static Optional<Element> balance(Report report) {
    List<Element> rows = new ArrayList<>();
    boolean told = report.outputs().size() < 2;
    for (JsonNode output : report.outputs()) {
      if (output.has("read")) {
        rows.add(balance(output));
        told &= more(output).isEmpty();
      }
    }
    if (told) {
      return Optional.empty();
    }
    List<Element> names = new ArrayList<>();
    names.add(tag("th", "output"));
    BALANCE.forEach(key -> names.add(tag("th", key).as("number")));
    names.add(tag("th", "also"));
    Element table = tag("table", tag("thead", tag("tr", names)), tag("tbody", rows)).as("stack");
    return Optional.of(Page.section("Balance", Page.wide(table)));
  }

  private static Element balance(JsonNode output) {
    List<Element> cells = new ArrayList<>();
    cells.add(tag("td", tag("code", output.path("target").asText())));
    BALANCE.forEach(
        key ->
            cells.add(
                Report.count(output, key).stream()
                    .mapToObj(count -> tag("td", Figures.rows(count)))
                    .findFirst()
                    .orElse(tag("td", "\u2013"))
                    .as("number")
                    .with("data-label", key)));
    cells.add(tag("td", more(output)));
    return tag("tr", cells);
  }

  /** What a sink says beyond the balance, such as the rows of a table after a merge. */
  private static List<Object> more(JsonNode output) {
    List<Object> said = new ArrayList<>();
    output
        .properties()
        .forEach(
            field -> {
              boolean told =
                  BALANCE.contains(field.getKey())
                      || List.of("files", "bytes", "rejected-shared").contains(field.getKey());
              if (!told && field.getValue().isNumber()) {
                said.add(tag("div", field.getKey() + " ", Figures.rows(field.getValue().asLong())));
              }
            });
    Report.count(output, "rejected-shared").stream()
        .filter(rows -> rows > 0)
        .forEach(
            rows ->
                said.add(tag("div", Figures.rows(rows), " of the rejected in another output too")));
    Report.texts(output.path("steps-that-change-the-count"))
        .forEach(step -> said.add(tag("div", "changed by ", tag("code", step))));
    return said;
  }
}
