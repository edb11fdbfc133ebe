package io.millrace.jobs.page;

import static io.millrace.jobs.page.Element.tag;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What was done by a job that moves no rows: each action, its target and its figures. */
final class ActionsSection {

  private ActionsSection() {}

  static Optional<Element> of(Report report) {
    if (!report.isOfActions()) {
      return Optional.empty();
    }
    List<Element> stops = new ArrayList<>();
    for (JsonNode action : Report.list(report.json().path("actions"))) {
      stops.add(stop(action));
    }
    return Optional.of(
        stops.isEmpty()
            ? Page.section("Actions", tag("p", "None was begun."))
            : Page.section("Actions", tag("ol", stops).as("flow")));
  }

  private static Element stop(JsonNode action) {
    List<Element> figures = new ArrayList<>();
    if (action instanceof ObjectNode all) {
      ObjectNode others = all.deepCopy();
      others.remove(List.of("action", "target", "error"));
      figures.add(Values.of(others).as("tall"));
    }
    JsonNode error = action.path("error");
    return tag(
            "li",
            tag(
                "div",
                tag("strong", action.path("action").asText()),
                tag("code", action.path("target").asText()).as("place")),
            error.isTextual()
                ? Optional.of(tag("p", "\u2715 " + error.asText()).as("error"))
                : Optional.empty(),
            figures)
        .as("stop");
  }
}
