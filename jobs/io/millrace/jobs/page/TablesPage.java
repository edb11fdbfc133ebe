package io.millrace.jobs.page;

import static io.millrace.jobs.page.Element.tag;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
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
    boolean other = common == 0 && (from.get(0).endsWith(":") || to.get(0).endsWith(":"));
    return other || from.contains("..")
        ? Optional.empty()
        : Optional.of(
            "../".repeat(from.size() - common) + String.join("/", to.subList(common, to.size())));
  }

  /** With links to those pages that are known. */
  static Element table(
      JsonNode tables, String heading, Function<JsonNode, Optional<String>> pages) {
    List<Element> rows = new ArrayList<>();
    int[] failed = {0};
    tables
        .properties()
        .forEach(
            table -> {
              JsonNode ended = table.getValue();
              boolean succeeded = ended.path("outcome").asText().equals("succeeded");
              failed[0] += succeeded ? 0 : 1;
              rows.add(
                  tag(
                      "tr",
                      tag("td", tag("code", table.getKey())),
                      tag(
                          "td",
                          Heading.badge(
                              succeeded ? Report.Outcome.SUCCEEDED : Report.Outcome.FAILED)),
                      tag("td", ended.path("error").asText()).as("why"),
                      tag(
                          "td",
                          pages
                              .apply(ended)
                              .map(page -> Page.link(page, ended.path("run").asText()))
                              .orElse(tag("code", ended.path("report").asText())))));
            });
    Element names =
        tag("tr", tag("th", "table"), tag("th", "last run"), tag("th", "why"), tag("th", "report"));
    String said =
        "%s, %s failed when last run".formatted(Figures.of(rows.size(), "table"), failed[0]);
    Optional<Element> hint =
        failed[0] == 0
            ? Optional.empty()
            : Optional.of(
                tag(
                    "p",
                    "Run again with ",
                    tag("code", "--tables failed"),
                    " to take only these."));
    return Page.section(
        heading,
        tag("p", said),
        hint,
        Page.wide(tag("table", tag("thead", names), tag("tbody", rows)).as("runs stack")));
  }
}
