package io.millrace.jobs.page;

import static io.millrace.jobs.page.Element.tag;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Why rows were set aside, where one such record stands, and how it is written. The text of a
 * record is in the rejects folder alone: whoever may read a report need not be one who may read the
 * data.
 */
final class RejectsSection {

  private RejectsSection() {}

  static Optional<Element> of(Report report) {
    List<Object> parts = new ArrayList<>();
    List<JsonNode> outputs = report.outputs();
    for (JsonNode output : outputs) {
      String heading = outputs.size() == 1 ? "" : "Output " + output.path("target").asText();
      parts.addAll(part(heading, output, Report.count(output, "read").orElse(0)));
    }
    for (JsonNode input : Report.list(report.json().path("second-inputs"))) {
      String heading = FileFigures.second(input);
      parts.addAll(part(heading, input, Report.count(input, "rows").orElse(0)));
    }
    JsonNode folder = report.json().path("rejects");
    if (folder.isTextual()) {
      parts.add(
          tag("p", "The rejected records, with file and place: ", tag("code", folder.asText())));
    }
    return parts.isEmpty()
        ? Optional.empty()
        : Optional.of(Page.section("Rejected and filtered", parts));
  }

  private static List<Element> part(String heading, JsonNode owner, long read) {
    List<Element> rows = new ArrayList<>();
    for (Report.Reason reason : Report.rejectedBy(owner)) {
      rows.add(rejected(reason, read));
    }
    for (Map.Entry<String, Long> rule : Report.filteredBy(owner).entrySet()) {
      rows.add(filtered(rule.getKey(), rule.getValue(), read));
    }
    List<Element> all = new ArrayList<>();
    if (!rows.isEmpty()) {
      if (!heading.isEmpty()) {
        all.add(tag("h3", heading));
      }
      Element names =
          tag(
              "tr",
              tag("th", "rows").as("number"),
              tag("th", "share"),
              tag("th", "what"),
              tag("th", "rule"),
              tag("th", "why"),
              tag("th", "an example"));
      all.add(Page.wide(tag("table", tag("thead", names), tag("tbody", rows)).as("stack")));
    }
    return all;
  }

  private static Element rejected(Report.Reason reason, long read) {
    Object why =
        reason.column().isEmpty()
            ? reason.reason()
            : List.of(tag("code", reason.column()), ": " + reason.reason());
    return row(
        "rejected", "\u2715", reason.rows(), read, reason.rule(), why, example(reason.example()));
  }

  private static Element filtered(String rule, long rows, long read) {
    int colon = rule.indexOf(": ");
    String step = colon < 0 ? rule : rule.substring(0, colon);
    List<Object> why =
        colon < 0 ? List.of() : List.of("not ", tag("code", rule.substring(colon + 2)));
    return row("filtered", "\u25BD", rows, read, step, why, List.of());
  }

  private static Element row(
      String kind, String sign, long rows, long read, String rule, Object why, Object example) {
    return tag(
        "tr",
        tag("td", Figures.rows(rows)).as("number").with("data-label", "rows"),
        tag("td", bar(kind, rows, read), " ", Figures.share(rows, read)).as("share"),
        tag("td", tag("span", sign + " " + kind).as("chip " + kind)),
        tag("td", tag("code", rule)).with("data-label", "by"),
        tag("td", why).as("why"),
        tag("td", example).as("example"));
  }

  /** File, position and shape, never the text. */
  private static List<Object> example(JsonNode example) {
    List<Object> said = new ArrayList<>();
    if (example.path("file").isTextual()) {
      said.add(tag("code", example.path("file").asText()));
      Report.count(example, "position")
          .ifPresent(
              position -> {
                said.add(", position ");
                said.add(Figures.rows(position));
              });
    }
    if (example.path("shape").isTextual()) {
      said.add(tag("div", tag("code", example.path("shape").asText())).as("shape"));
    }
    return said;
  }

  private static Element bar(String kind, long rows, long read) {
    double width = read == 0 ? 0 : Math.min(60, Math.max(1, 60.0 * rows / read));
    return tag(
            "svg",
            tag("rect").as("rest").with("width", 60).with("height", 8),
            tag("rect")
                .as(kind)
                .with("width", String.format(java.util.Locale.ROOT, "%.2f", width))
                .with("height", 8))
        .with("viewBox", "0 0 60 8")
        .with("width", 60)
        .with("height", 8)
        .with("aria-hidden", true);
  }
}
