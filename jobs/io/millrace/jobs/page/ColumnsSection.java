package io.millrace.jobs.page;

import static io.millrace.jobs.page.Element.tag;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The columns that are read, what each step does to them, and those that are written. */
final class ColumnsSection {

  private ColumnsSection() {}

  static Optional<Element> of(Report report) {
    List<JsonNode> shared = Report.list(report.json().path("steps"));
    if (shared.isEmpty()) {
      return Optional.empty();
    }
    List<Element> parts = new ArrayList<>();
    for (JsonNode input : Report.list(report.json().path("second-inputs"))) {
      List<JsonNode> steps = Report.list(input.path("steps"));
      if (!steps.isEmpty()) {
        parts.add(
            columns("Read for " + String.join(", ", FileFigures.places(input)), "", steps.get(0)));
        parts.addAll(changes(steps));
      }
    }
    parts.add(columns("Read", "", shared.get(0)));
    parts.addAll(changes(shared));
    for (JsonNode output : report.outputs()) {
      List<JsonNode> steps = new ArrayList<>(shared.subList(shared.size() - 1, shared.size()));
      steps.addAll(Report.list(output.path("steps")));
      parts.addAll(changes(steps));
      String target = output.path("target").asText();
      parts.add(columns("Written to ", target, steps.get(steps.size() - 1)));
    }
    return Optional.of(Page.section("Columns", parts));
  }

  private static List<Element> changes(List<JsonNode> steps) {
    List<Element> all = new ArrayList<>();
    for (int i = 1; i < steps.size(); i++) {
      ColumnChange change = ColumnChange.between(steps.get(i - 1), steps.get(i));
      if (!change.isNone()) {
        String step = steps.get(i).path("step").asText();
        Element place = tag("code", steps.get(i).path("place").asText()).as("place");
        all.add(tag("h3", step + " ", place));
        all.add(tag("ul", change.full()).as("plain"));
      }
    }
    return all;
  }

  private static Element columns(String heading, String target, JsonNode step) {
    Map<String, String> columns = FlowPicture.columns(step);
    List<Element> rows = new ArrayList<>();
    columns.forEach(
        (name, type) -> rows.add(tag("tr", tag("td", tag("code", name)), tag("td", type))));
    Element table = tag("table", tag("tbody", rows)).as("columns");
    return tag(
        "details",
        tag("summary", heading, named(target), ": " + Figures.of(columns.size(), "column")),
        Page.wide(table));
  }

  /** On its own, because a text from right to left takes what stands beside it along. */
  private static Optional<Element> named(String target) {
    return target.isEmpty() ? Optional.empty() : Optional.of(tag("code", target));
  }
}
