package io.millrace.jobs.page;

import static io.millrace.jobs.page.Element.tag;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** Files and tables: what was read, from where, and what was written. */
final class FileFigures {

  private FileFigures() {}

  /** What a source was read from: {@code weblogs, 3 files, 8.4 MB}. */
  static List<Object> origin(JsonNode source) {
    List<Object> said = new ArrayList<>();
    if (source.path("table").isTextual()) {
      said.add(tag("code", source.path("table").asText()));
      for (String key : List.of("snapshot", "version")) {
        if (source.has(key)) {
          said.add(", %s %s".formatted(key, source.path(key).asText()));
        }
      }
      return said;
    }
    path(source)
        .ifPresent(
            path -> {
              said.add(tag("code", path));
              said.add(", ");
            });
    OptionalLong files = Report.count(source, "files");
    OptionalLong bytes = Report.count(source, "bytes");
    if (files.isPresent()) {
      said.add(Figures.rows(files.getAsLong()));
      said.add(files.getAsLong() == 1 ? " file" : " files");
    }
    if (bytes.isPresent()) {
      said.add(", ");
      said.add(Figures.size(bytes.getAsLong()));
    }
    return said;
  }

  /** What the job file says, or of a report of an older version the folder of all its files. */
  private static Optional<String> path(JsonNode source) {
    if (source.path("path").isTextual()) {
      return Optional.of(source.path("path").asText());
    }
    List<String> paths = Report.texts(source.path("paths"));
    // Of many files only the first are known, and they may lie deeper than the others.
    boolean all = Report.count(source, "files").orElse(0) <= paths.size();
    return paths.isEmpty() || !all ? Optional.empty() : Optional.of(common(paths));
  }

  /** The folder that all paths lie in, or the one path. */
  private static String common(List<String> paths) {
    String common = paths.get(0);
    for (String path : paths) {
      while (!path.startsWith(common)) {
        int slash = common.lastIndexOf('/', common.length() - 2);
        common = slash < 0 ? "" : common.substring(0, slash + 1);
      }
    }
    return common;
  }

  static Optional<Element> section(Report report) {
    List<Element> parts = new ArrayList<>();
    if (report.source().isObject()) {
      parts.add(source("Source", report.source()));
    }
    for (JsonNode input : Report.list(report.json().path("second-inputs"))) {
      parts.add(source(second(input), input));
    }
    for (JsonNode output : report.outputs()) {
      parts.add(output(output));
    }
    return parts.isEmpty() ? Optional.empty() : Optional.of(Page.section("Files", parts));
  }

  /** Of all steps that take it. */
  static List<String> places(JsonNode input) {
    List<String> places = new ArrayList<>(List.of(input.path("place").asText()));
    places.addAll(Report.texts(input.path("also-for")));
    return places;
  }

  /** How such an input is called. */
  static String second(JsonNode input) {
    return "Second input " + String.join(", ", places(input));
  }

  private static Element source(String heading, JsonNode source) {
    List<String> paths = Report.texts(source.path("paths"));
    long files = Report.count(source, "files").orElse(0);
    String more = files > paths.size() ? " (the first " + paths.size() + ")" : "";
    List<Element> list = paths.stream().map(path -> tag("li", tag("code", path))).toList();
    return tag(
        "div",
        tag("h3", heading),
        tag("p", origin(source)),
        table(source),
        notes(source.path("notes")),
        list.isEmpty()
            ? Optional.empty()
            : Optional.of(
                tag("details", tag("summary", "Paths" + more), tag("ul", list).as("plain"))));
  }

  private static Optional<Element> table(JsonNode source) {
    List<Object> rows = new ArrayList<>();
    for (String key : List.of("format", "committed", "changes-from")) {
      if (source.has(key)) {
        rows.add(tag("dt", key));
        rows.add(tag("dd", source.path(key).asText()));
      }
    }
    return rows.isEmpty() ? Optional.empty() : Optional.of(tag("dl", rows));
  }

  private static List<Element> notes(JsonNode notes) {
    return Report.texts(notes).stream().map(note -> tag("p", "Note: " + note).as("note")).toList();
  }

  private static Element output(JsonNode output) {
    List<Object> said = new ArrayList<>();
    Report.count(output, "files").stream()
        // A table keeps files of its own.
        .filter(files -> files > 0 || Report.count(output, "written").orElse(0) == 0)
        .forEach(
            files -> {
              said.add(Figures.rows(files));
              said.add(files == 1 ? " file, " : " files, ");
              said.add(Figures.size(Report.count(output, "bytes").orElse(0)));
            });
    List<Element> plan =
        Report.texts(output.path("plan")).stream().map(text -> tag("li", text)).toList();
    return tag(
        "div",
        tag("h3", "Output ", tag("code", output.path("target").asText())),
        said.isEmpty() ? Optional.empty() : Optional.of(tag("p", said)),
        plan.isEmpty() ? Optional.empty() : Optional.of(tag("ul", plan)));
  }
}
