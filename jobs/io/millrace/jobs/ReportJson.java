package io.millrace.jobs;

import io.millrace.jobs.io.InputFile;
import io.millrace.jobs.io.Reading;
import io.millrace.jobs.stage.Rejected;
import io.millrace.jobs.stage.StagedOutput;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The parts of a {@link RunReport}. */
final class ReportJson {

  // Enough to recognise a batch; the ledger keeps them all.
  private static final int MOST_FILES = 100;

  private ReportJson() {}

  static Map<String, Object> source(Stage stage, Reading reading) {
    Map<String, Object> source = new LinkedHashMap<>();
    List<InputFile> files = reading.files();
    source.put("step", stage.step());
    reading.table().ifPresent(table -> source.putAll(table.json()));
    reading.path().ifPresent(path -> source.put("path", path));
    source.put("files", files.size());
    source.put("bytes", reading.bytes());
    source.put("paths", files.stream().limit(MOST_FILES).map(InputFile::path).toList());
    source.put("notes", reading.notes());
    return source;
  }

  /** What steps read beside the job's own rows, as far as it is known before it is read. */
  static Map<String, Object> second(SecondInput second) {
    Map<String, Object> input = new LinkedHashMap<>();
    List<Stage> stages = second.lane().stages();
    input.put("place", second.place());
    if (second.places().size() > 1) {
      input.put("also-for", second.places().subList(1, second.places().size()));
    }
    input.putAll(source(stages.get(0), second.reading()));
    input.put("steps", stages.stream().map(ReportJson::step).toList());
    return input;
  }

  /** The steps that take a second input, for the terminal. */
  static String places(Map<String, Object> second) {
    List<String> places = new ArrayList<>(List.of((String) second.get("place")));
    if (second.get("also-for") instanceof List<?> others) {
      others.forEach(place -> places.add(place.toString()));
    }
    return String.join(", ", places);
  }

  /** What the rows of a source were read from, for the terminal. */
  static String origin(Map<String, Object> source) {
    if (source.containsKey("table")) {
      String state =
          Stream.of("snapshot", "version")
              .filter(source::containsKey)
              .map(
                  word ->
                      ", %s %s of %s".formatted(word, source.get(word), source.get("committed")))
              .collect(Collectors.joining());
      return source.get("table") + state;
    }
    return Amounts.of((Integer) source.get("files"), "file")
        + ", "
        + Amounts.bytes((Long) source.get("bytes"));
  }

  static Map<String, Object> step(Stage stage) {
    Map<String, Object> step = new LinkedHashMap<>();
    step.put("place", stage.place());
    step.put("step", stage.step());
    step.put("columns", stage.schema().toDDL());
    return step;
  }

  /** What the job's user should know of its steps, each with its place, once. */
  static List<String> warnings(Flow flow) {
    List<Stage> stages = new ArrayList<>();
    flow.seconds().forEach(second -> stages.addAll(second.lane().stages()));
    stages.addAll(flow.shared());
    flow.branches().forEach(branch -> stages.addAll(branch.stages()));
    return stages.stream()
        .flatMap(stage -> stage.warnings().stream().map(warning -> stage.place() + ": " + warning))
        .distinct()
        .toList();
  }

  /** The same as a report holds it. */
  @SuppressWarnings("unchecked")
  static List<String> warnings(Map<String, Object> report) {
    return (List<String>) report.getOrDefault("warnings", List.of());
  }

  static void aside(Map<String, Object> json, StagedOutput result) {
    json.put("filtered-by", result.filtered());
    json.put(
        "rejected-by",
        result.rejected().entrySet().stream()
            .sorted(Map.Entry.<Rejected, Long>comparingByValue().reversed())
            .map(entry -> reason(entry.getKey(), entry.getValue(), result))
            .toList());
  }

  private static Map<String, Object> reason(Rejected rejected, long rows, StagedOutput result) {
    Map<String, Object> reason = new LinkedHashMap<>();
    reason.put("rule", rejected.rule());
    reason.put("column", rejected.column());
    reason.put("reason", rejected.reason());
    reason.put("rows", rows);
    Optional.ofNullable(result.examples().get(rejected))
        .ifPresent(
            at -> {
              Map<String, Object> example = new LinkedHashMap<>();
              example.put("file", at.file());
              example.put("position", at.position());
              example.put("shape", at.shape());
              reason.put("example", example);
            });
    return reason;
  }

  /** The batch of an incremental job, in words. */
  @SuppressWarnings("unchecked")
  static Optional<String> batch(Map<String, Object> report) {
    return Optional.ofNullable((Map<String, Object>) report.get("ledger"))
        .map(
            ledger -> {
              List<String> notes = (List<String>) ledger.get("notes");
              String batch = "batch %s of %s".formatted(ledger.get("batch"), ledger.get("path"));
              return notes.isEmpty() ? batch : batch + "; " + String.join("; ", notes);
            });
  }
}
