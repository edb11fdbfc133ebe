package io.millrace.jobs.page;

import static io.millrace.jobs.page.Element.tag;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;

/** The job as a picture: sources, steps and outputs, with the rows on each arrow. */
final class FlowPicture {

  private final Report report;
  private final List<JsonNode> shared;
  private final List<RowsPerStep> rows = new ArrayList<>();
  private final FlowArrow arrow;

  private FlowPicture(Report report) {
    this.report = report;
    this.shared = Report.list(report.json().path("steps"));
    for (JsonNode output : report.outputs()) {
      List<JsonNode> steps = new ArrayList<>(shared);
      steps.addAll(Report.list(output.path("steps")));
      rows.add(new RowsPerStep(steps, report.read(), output));
    }
    long most =
        Stream.concat(
                Stream.of(report.read()),
                report.outputs().stream().map(one -> Report.count(one, "written")))
            .mapToLong(count -> count.orElse(1))
            .max()
            .orElse(1);
    this.arrow = new FlowArrow(Math.max(most, 1));
  }

  /** None of a job of actions, or of a run that failed before it was planned. */
  static Optional<Element> of(Report report) {
    FlowPicture picture = new FlowPicture(report);
    return picture.shared.isEmpty() || report.outputs().isEmpty()
        ? Optional.empty()
        : Optional.of(Page.section("Flow", picture.all()));
  }

  private Element all() {
    List<Element> stops = new ArrayList<>();
    for (int i = 0; i < shared.size(); i++) {
      stops.add(stop(shared, i));
      stops.add(arrow(i, 0));
    }
    if (report.outputs().size() == 1) {
      stops.addAll(branch(0));
      return tag("ol", stops).as("flow");
    }
    List<Element> branches = new ArrayList<>();
    for (int i = 0; i < report.outputs().size(); i++) {
      branches.add(tag("ol", branch(i)).as("flow"));
    }
    return tag(
        "div",
        tag("ol", stops).as("flow"),
        tag("p", "Each of the " + branches.size() + " outputs gets all of these rows.").as("parts"),
        tag("div", branches).as("branches"));
  }

  private List<Element> branch(int output) {
    JsonNode json = report.outputs().get(output);
    List<JsonNode> steps = Report.list(json.path("steps"));
    List<Element> stops = new ArrayList<>();
    for (int i = 0; i < steps.size(); i++) {
      List<JsonNode> way = new ArrayList<>(shared.subList(shared.size() - 1, shared.size()));
      way.addAll(steps);
      stops.add(stop(way, i + 1));
      stops.add(arrow(shared.size() + i, output));
    }
    stops.add(new FlowSink(report, json, rows.get(output).rejectedAtSink()).stop());
    return stops;
  }

  private Element stop(List<JsonNode> steps, int i) {
    JsonNode step = steps.get(i);
    boolean source = i == 0;
    return tag(
            "li",
            tag("div", tag("strong", step.path("step").asText()), place(step)),
            source
                ? tag("div", FileFigures.origin(report.source())).as("what")
                : ColumnChange.between(steps.get(i - 1), step).brief(),
            seconds(step))
        .as(source ? "stop source" : "stop");
  }

  private List<Element> seconds(JsonNode step) {
    String place = step.path("place").asText() + ".";
    return Report.list(report.json().path("second-inputs")).stream()
        .filter(input -> isFor(input, place))
        .map(FlowPicture::second)
        .toList();
  }

  /** Whether it is for the step that a place begins with; several steps may take the same rows. */
  private static boolean isFor(JsonNode input, String step) {
    return FileFigures.places(input).stream().anyMatch(place -> place.startsWith(step));
  }

  /** What a join reads beside the job's own rows. */
  private static Element second(JsonNode input) {
    List<Object> said = new ArrayList<>();
    said.add(tag("strong", input.path("step").asText()));
    said.add(" ");
    List<JsonNode> steps = Report.list(input.path("steps"));
    said.add(place(steps.isEmpty() ? input : steps.get(0)));
    said.add(tag("div", FileFigures.origin(input)).as("what"));
    for (int i = 1; i < steps.size(); i++) {
      Element name = tag("strong", steps.get(i).path("step").asText());
      said.add(
          tag(
              "div",
              name,
              place(steps.get(i)),
              ColumnChange.between(steps.get(i - 1), steps.get(i)).brief()));
    }
    List<Object> counts = new ArrayList<>();
    for (String key : List.of("rows", "used", "rejected", "filtered")) {
      Report.count(input, key)
          .ifPresent(
              count -> {
                counts.add(counts.isEmpty() ? "" : ", ");
                counts.add(Figures.rows(count));
                counts.add(key.equals("rows") ? " read" : " " + key);
              });
    }
    said.add(tag("div", counts).as("counts"));
    return tag("div", said).as("second");
  }

  private static Element place(JsonNode step) {
    return tag("code", step.path("place").asText()).as("place");
  }

  private Element arrow(int step, int output) {
    OptionalLong before = step == 0 ? report.read() : after(step - 1, output);
    return arrow.of(before, after(step, output), telling(step, output), step);
  }

  /** Before the outputs part, the one in which the fewest other steps have the name of this one. */
  private RowsPerStep telling(int step, int output) {
    return step >= shared.size()
        ? rows.get(output)
        : rows.stream()
            .min(
                Comparator.comparing((RowsPerStep one) -> one.sharing(step))
                    .thenComparing(one -> one.changedBy(step).isEmpty()))
            .orElseThrow();
  }

  /** Before the outputs part, whichever of them tells. */
  private OptionalLong after(int step, int output) {
    if (step >= shared.size()) {
      return rows.get(output).after(step);
    }
    return rows.stream()
        .map(one -> one.after(step))
        .filter(OptionalLong::isPresent)
        .findFirst()
        .orElse(OptionalLong.empty());
  }

  /** For the words of a picture. */
  static Element chip(String kind, String sign, long count, String words) {
    return tag("span", sign + " ", Figures.rows(count), " " + words).as("chip " + kind);
  }

  static Map<String, String> columns(JsonNode step) {
    return Ddl.columns(step.path("columns").asText());
  }
}
