package io.millrace.jobs.page;

import static io.millrace.jobs.page.Element.tag;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What a reader wants to know first: which run, how it ended, and why it failed. */
final class Heading {

  private Heading() {}

  static Element of(Report report) {
    return tag(
        "header",
        tag("p", badge(report.outcome())),
        tag("h1", report.job()),
        report.error().isEmpty()
            ? Optional.empty()
            : Optional.of(tag("p", report.error()).as("error")),
        tag("p", when(report)).as("when"),
        notices(report));
  }

  static Element badge(Report.Outcome outcome) {
    return tag("span", outcome.sign() + " " + outcome.words()).as("badge " + outcome.style());
  }

  private static List<Object> when(Report report) {
    List<Object> said = new ArrayList<>();
    said.add("Run ");
    said.add(tag("code", report.run()));
    if (!report.started().isEmpty()) {
      said.add(", begun ");
      said.add(Figures.moment(report.started()));
    }
    report
        .took()
        .ifPresent(
            seconds -> {
              said.add(", took ");
              said.add(Figures.time(seconds));
            });
    return said;
  }

  private static Optional<Element> notices(Report report) {
    JsonNode json = report.json();
    List<Element> all = new ArrayList<>();
    if (report.outcome() == Report.Outcome.NOT_ENDED) {
      all.add(tag("li", "This run has not said how it ended: it goes on, or was killed."));
    }
    notice("", json.path("nothing-new"), all);
    notice("Left behind", json.path("leftovers"), all);
    notice("Recovered", json.path("recovered"), all);
    notice("The ledger is off for this run", json.path("ledger-off"), all);
    notice("Published, but the next run must tidy up", json.path("unfinished"), all);
    notice("Settings that the running Spark does not take", json.path("ignored-settings"), all);
    Report.texts(json.path("warnings")).forEach(text -> all.add(line("\u26A0 Warning", text)));
    return all.isEmpty() ? Optional.empty() : Optional.of(tag("ul", all).as("notices"));
  }

  private static void notice(String words, JsonNode value, List<Element> all) {
    if (value.isArray()) {
      value.forEach(one -> notice(words, one, all));
    } else if (!value.isMissingNode() && !value.isNull()) {
      all.add(line(words, Values.text(value)));
    }
  }

  private static Element line(String words, String text) {
    return words.isEmpty() ? tag("li", text) : tag("li", tag("strong", words + ": "), text);
  }
}
