package io.millrace.jobs.page;

import static io.millrace.jobs.page.Element.tag;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/** Many runs in one page: per job how rows, time and rejects went, and every run, newest first. */
public final class IndexPage {

  /** Stands near the begin of every page. */
  public static final String MADE = "<meta name=\"generator\" content=\"Millrace\" />";

  /** Enough to see what is going on; the rest is folded. */
  private static final int RUNS_SHOWN = 20;

  private static final List<TrendChart> CHARTS =
      List.of(
          new TrendChart("Rows read", "rows", run -> whole(run.read()), IndexPage::rows),
          new TrendChart("Rows rejected", "rejects", run -> whole(run.rejected()), IndexPage::rows),
          new TrendChart("Time", "seconds", Run::took, Figures::duration));

  private final List<Run> runs = new ArrayList<>();
  private final Map<String, JsonNode> tables = new LinkedHashMap<>();
  private final List<String> problems = new ArrayList<>();

  /**
   * What an index tells of a run.
   *
   * @param page path of its page from the folder of the index
   */
  record Run(
      String job,
      String id,
      String started,
      Report.Outcome outcome,
      String error,
      OptionalLong read,
      OptionalLong written,
      OptionalLong rejected,
      OptionalDouble took,
      String page) {

    static Run of(Report report, String page) {
      return new Run(
          report.job(),
          report.run(),
          report.started(),
          report.outcome(),
          report.error(),
          report.read(),
          report.written(),
          report.rejected(),
          report.took(),
          page);
    }

    String when() {
      return started.isEmpty() ? id : Figures.moments(started);
    }
  }

  /** An index of nothing. */
  public IndexPage() {}

  /**
   * Adds a run.
   *
   * @param page path of its page from the folder of the index
   * @return false if it is no run report, which then is not added
   */
  public boolean add(JsonNode report, String page) {
    if (!Report.isOne(report)) {
      return false;
    }
    runs.add(Run.of(new Report(report), page));
    return true;
  }

  /**
   * Adds what is known of the tables of a job for many.
   *
   * @param file path of what says it, from the folder of the index
   */
  public void addTables(JsonNode tables, String file) {
    this.tables.put(file, tables);
  }

  /** Adds a sentence on a file that is no report, or a damaged one. */
  public void add(String problem) {
    problems.add(problem);
  }

  /** How many runs there are. */
  public int runs() {
    return runs.size();
  }

  /** How many jobs there are. */
  public int jobs() {
    return (int) runs.stream().map(Run::job).distinct().count();
  }

  /** The page. */
  public String html(String folder) {
    Map<String, List<Run>> jobs = new LinkedHashMap<>();
    runs.stream()
        .sorted(Comparator.comparing(Run::id).reversed())
        .forEach(run -> jobs.computeIfAbsent(run.job(), job -> new ArrayList<>()).add(run));
    List<Object> parts = new ArrayList<>();
    parts.add(
        tag(
            "header",
            tag("h1", "Runs"),
            tag(
                    "p",
                    "%s of %s in "
                        .formatted(Figures.of(runs.size(), "run"), Figures.of(jobs.size(), "job")),
                    tag("code", folder))
                .as("when")));
    if (!problems.isEmpty()) {
      parts.add(tag("ul", problems.stream().map(text -> tag("li", text)).toList()).as("notices"));
    }
    Map<String, String> pages = new HashMap<>();
    runs.forEach(run -> pages.put(run.id(), run.page()));
    tables.forEach(
        (file, one) ->
            parts.add(
                TablesPage.table(
                    one,
                    "Tables of " + file,
                    table -> Optional.ofNullable(pages.get(table.path("run").asText())))));
    jobs.forEach((job, itsRuns) -> parts.add(job(job, itsRuns)));
    return Page.of("Runs in " + folder, parts);
  }

  private static Element job(String job, List<Run> runs) {
    List<Element> charts = CHARTS.stream().flatMap(chart -> chart.of(runs).stream()).toList();
    List<Run> first = runs.subList(0, Math.min(RUNS_SHOWN, runs.size()));
    List<Object> parts = new ArrayList<>();
    if (!charts.isEmpty() && runs.size() > 1) {
      parts.add(tag("p", span(runs)).as("when"));
    }
    parts.add(tag("div", charts).as("charts"));
    parts.add(table(first));
    if (runs.size() > first.size()) {
      List<Run> others = runs.subList(first.size(), runs.size());
      parts.add(
          tag("details", tag("summary", Figures.of(others.size(), "older run")), table(others)));
    }
    return Page.section(job, parts);
  }

  /** What the charts show, from left to right. */
  private static String span(List<Run> newestFirst) {
    int shown = Math.min(TrendChart.MOST_RUNS, newestFirst.size());
    return "%s runs, from %s to %s"
        .formatted(
            Figures.count(shown), newestFirst.get(shown - 1).when(), newestFirst.get(0).when());
  }

  private static Element table(List<Run> runs) {
    Element names =
        tag(
            "tr",
            tag("th", "begun"),
            tag("th", "outcome"),
            tag("th", "read").as("number"),
            tag("th", "written").as("number"),
            tag("th", "rejected").as("number"),
            tag("th", "time").as("number"),
            tag("th"));
    List<Element> rows = runs.stream().map(IndexPage::row).toList();
    return Page.wide(tag("table", tag("thead", names), tag("tbody", rows)).as("runs stack"));
  }

  private static Element row(Run run) {
    return tag(
        "tr",
        tag("td", Page.link(run.page(), run.when())),
        tag("td", Heading.badge(run.outcome())),
        number("read", run.read()),
        written(run),
        number("rejected", run.rejected()),
        run.took().isPresent()
            ? tag("td", Figures.time(run.took().getAsDouble()))
                .as("number")
                .with("data-label", "time")
            : number("time", OptionalLong.empty()),
        tag("td", run.error()).as("why"));
  }

  /** Of a run that did not succeed they are no more than staged. */
  private static Element written(Run run) {
    Element cell = number("written", run.written());
    boolean done =
        run.outcome() == Report.Outcome.SUCCEEDED || run.outcome() == Report.Outcome.NOTHING_NEW;
    return done || run.written().isEmpty()
        ? cell
        : tag("td", Figures.rows(run.written().getAsLong()), " staged").as("number");
  }

  private static Element number(String label, OptionalLong count) {
    return (count.isPresent() ? tag("td", Figures.rows(count.getAsLong())) : tag("td", "\u2013"))
        .as("number")
        .with("data-label", label);
  }

  private static OptionalDouble whole(OptionalLong count) {
    return count.isPresent() ? OptionalDouble.of(count.getAsLong()) : OptionalDouble.empty();
  }

  private static String rows(double count) {
    return Figures.count((long) count);
  }
}
