package io.millrace.jobs.page;

import static io.millrace.jobs.page.Element.tag;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** How each table of a job for many ended when it was last run. */
public final class TablesPage {

  private TablesPage() {}

  /** Whether a JSON document is what remembers that. */
  public static boolean isOne(JsonNode json) {
    if (!json.isObject() || json.isEmpty()) {
      return false;
    }
    for (JsonNode table : json) {
      if (!table.path("outcome").isTextual() || !table.path("run").isTextual()) {
        return false;
      }
    }
    return true;
  }

  /**
   * The page.
   *
   * @param folder where it lies, in the form in which {@code tables} names reports
   */
  public static String of(JsonNode tables, String folder) {
    return Page.of(
        "Tables",
        tag("header", tag("h1", "Tables")),
        table(tables, "By table", table -> page(table.path("report").asText(), folder)));
  }

  /** From the folder to the page beside a report, if a path leads there. */
  static Optional<String> page(String report, String folder) {
    if (!report.endsWith(".json")) {
      return Optional.empty();
    }
    List<String> from = List.of(folder.replaceAll("/+$", "").split("/", -1));
    List<String> to = List.of(report.replaceAll("json$", "html").split("/", -1));
    int common = 0;
    while (common < Math.min(from.size(), to.size() - 1)
        && from.get(common).equals(to.get(common))) {
      common++;
    }
    boolean other =
        common == 0
            && (from.get(0).endsWith(":")
                || to.get(0).endsWith(":")
                || from.get(0).isEmpty()
                || to.get(0).isEmpty());
    return other || from.contains("..")
        ? Optional.empty()
        : Optional.of(
            "../".repeat(from.size() - common) + String.join("/", to.subList(common, to.size())));
  }

  /** With links to those pages that are known. */
  static Element table(
      JsonNode tables, String heading, Function<JsonNode, Optional<String>> pages) {
    List<Element> rows = new ArrayList<>();
    Map<Report.Outcome, Integer> counts = new EnumMap<>(Report.Outcome.class);
    tables
        .properties()
        .forEach(
            table -> {
              Report.Outcome outcome = new Report(table.getValue()).outcome();
              counts.merge(outcome, 1, Integer::sum);
              rows.add(row(table.getKey(), outcome, table.getValue(), pages));
            });
    int succeeded = counts.getOrDefault(Report.Outcome.SUCCEEDED, 0);
    int open = counts.getOrDefault(Report.Outcome.NOT_ENDED, 0);
    String said =
        "%s, %s failed when last run%s"
            .formatted(
                Figures.of(rows.size(), "table"),
                rows.size() - succeeded - open,
                open == 0 ? "" : ", %s not ended: the run goes on, or was killed".formatted(open));
    Optional<Element> hint =
        succeeded == rows.size()
            ? Optional.empty()
            : Optional.of(
                tag(
                    "p",
                    "Run again with ",
                    tag("code", "--tables failed"),
                    " to take only these."));
    Element names =
        tag("tr", tag("th", "table"), tag("th", "last run"), tag("th", "why"), tag("th", "report"));
    return Page.section(
        heading,
        tag("p", said),
        hint,
        Page.wide(tag("table", tag("thead", names), tag("tbody", rows)).as("runs stack")));
  }

  private static Element row(
      String table,
      Report.Outcome outcome,
      JsonNode ended,
      Function<JsonNode, Optional<String>> pages) {
    return tag(
        "tr",
        tag("td", tag("code", table)),
        tag("td", Heading.badge(outcome)),
        tag("td", ended.path("error").asText()).as("why"),
        tag(
            "td",
            pages
                .apply(ended)
                .map(page -> Page.link(page, ended.path("run").asText()))
                .orElse(tag("code", ended.path("report").asText()))));
  }
}
