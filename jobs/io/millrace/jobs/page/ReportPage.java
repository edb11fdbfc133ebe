package io.millrace.jobs.page;

import static io.millrace.jobs.page.Element.tag;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** One run's report as a page. It says what the report's JSON says, and nothing else. */
public final class ReportPage {

  private static final List<String> TOLD =
      List.of(
          "job",
          "run",
          "outcome",
          "error",
          "started",
          "ended",
          "versions",
          "settings",
          "source",
          "steps",
          "outputs",
          "second-inputs",
          "rejects",
          "seconds",
          "nothing-new",
          "recovered",
          "leftovers",
          "ledger-off",
          "unfinished",
          "ignored-settings",
          "warnings",
          "actions",
          "ledger");

  private ReportPage() {}

  /**
   * The page of a report.
   *
   * @param json as {@code RunReport.toJson()} gives it, of this version or an older one
   * @param file name of the file that holds it, beside the page
   * @return HTML that is well-formed XML too
   * @throws IllegalArgumentException if it is no run report
   */
  public static String of(String json, String file) {
    try {
      return of(new ObjectMapper().readTree(json), file);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("no JSON: " + e.getOriginalMessage(), e);
    }
  }

  /** The same of JSON that was read. */
  public static String of(JsonNode json, String file) {
    if (!Report.isOne(json)) {
      throw new IllegalArgumentException("no run report: it lacks job, run or outcome");
    }
    return of(new Report(json), file);
  }

  private static String of(Report report, String file) {
    List<Object> parts = new ArrayList<>();
    parts.add(Heading.of(report));
    Totals.of(report).ifPresent(parts::add);
    FlowPicture.of(report).ifPresent(parts::add);
    ActionsSection.of(report).ifPresent(parts::add);
    RejectsSection.of(report).ifPresent(parts::add);
    Totals.balance(report).ifPresent(parts::add);
    DurationsSection.of(report).ifPresent(parts::add);
    FileFigures.section(report).ifPresent(parts::add);
    ColumnsSection.of(report).ifPresent(parts::add);
    if (report.json().path("ledger").isObject()) {
      parts.add(Page.section("Ledger", Values.of(report.json().path("ledger"))));
    }
    settings(report.json()).ifPresent(parts::add);
    others(report.json()).ifPresent(parts::add);
    parts.add(tag("footer", Page.link(file, "This report as JSON")));
    return Page.of(report.job() + " \u00B7 " + report.outcome().words(), parts);
  }

  private static Optional<Element> settings(JsonNode json) {
    List<Element> all = new ArrayList<>();
    if (json.path("settings").isTextual()) {
      Element text = tag("pre", json.path("settings").asText()).with("tabindex", "0");
      all.add(tag("details", tag("summary", "The job file, resolved, secrets masked"), text));
    }
    if (json.path("versions").isObject()) {
      all.add(tag("details", tag("summary", "Versions"), Values.of(json.path("versions"))));
    }
    return all.isEmpty() ? Optional.empty() : Optional.of(Page.section("Settings", all));
  }

  /** What a later version may add. */
  private static Optional<Element> others(JsonNode json) {
    if (!(json instanceof ObjectNode object)) {
      return Optional.empty();
    }
    ObjectNode others = object.deepCopy();
    others.remove(TOLD);
    return others.isEmpty()
        ? Optional.empty()
        : Optional.of(Page.section("Also in the report", Values.of(others)));
  }
}
