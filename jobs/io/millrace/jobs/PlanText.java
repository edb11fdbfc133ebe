package io.millrace.jobs;

import io.millrace.jobs.io.InputFile;
import io.millrace.jobs.io.Reading;
import io.millrace.jobs.personal.Tag;
import java.io.PrintStream;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructField;

/** What a job would do, for a reader. Nothing is written; a row is read only if asked for. */
final class PlanText {

  private static final int FILES_SHOWN = 5;
  private final PrintStream out;
  private final Optional<Integer> detected;

  /**
   * A plan.
   *
   * @param detected how many rows to look at for personal data, if at any
   */
  PlanText(PrintStream out, Optional<Integer> detected) {
    this.out = out;
    this.detected = detected;
  }

  void print(Pipeline pipeline, String settings, SparkSession spark) {
    Sessions.within(
        spark,
        () -> {
          printWithin(pipeline, settings, spark);
          return true;
        });
  }

  private void printWithin(Pipeline pipeline, String settings, SparkSession spark) {
    var hadoop = spark.sparkContext().hadoopConfiguration();
    Intake intake = Intake.looking(pipeline, hadoop);
    try (Flow flow = new Flow(pipeline, spark, false, Instant.now(), intake)) {
      List<List<String>> written = new Checks(pipeline, spark).all(flow);
      out.println("The job file, resolved:\n");
      out.println(settings.strip().indent(2));
      out.println(read(flow.reading(), ""));
      for (SecondInput second : flow.seconds()) {
        out.println(read(second.reading(), " for " + String.join(", ", second.places())));
      }
      ledger(intake);
      out.println("\nColumns after each step:");
      flow.seconds().forEach(second -> second.lane().stages().forEach(this::stage));
      flow.shared().forEach(this::stage);
      for (int i = 0; i < written.size(); i++) {
        flow.branches().get(i).stages().forEach(this::stage);
        out.println("\noutputs[" + i + "] would write " + String.join("; ", written.get(i)) + ".");
      }
      if (flow.branches().size() > 1) {
        out.println(
            "The rows are kept in memory or on disk before the outputs part, so that the input is read once.");
      }
      out.println(rejects(pipeline.rejects(), new PersonalRule(pipeline)));
      detected.ifPresent(rows -> new PiiText(out, rows).print(pipeline, flow));
      out.println("Nothing has been written.");
    } catch (NothingNew e) {
      out.println("A run would end at once, " + e.getMessage() + ".");
    }
  }

  private void ledger(Intake intake) {
    intake
        .told()
        .ifPresent(
            told ->
                out.println(
                    "Of all files those that the ledger does not remember: " + told.get("path")));
    intake.notes().forEach(note -> out.println("  Note: " + note));
    intake
        .open()
        .ifPresent(
            begun ->
                out.printf(
                    "  Note: batch %s was begun by a run that died; a run would finish or repeat it%n",
                    begun.number()));
  }

  private static String read(Reading reading, String place) {
    String text =
        reading
            .table()
            .map(table -> "Table to be read" + place + ": " + table)
            .orElseGet(() -> "Files to be read" + place + ": " + files(reading));
    return reading.notes().stream()
        .map(note -> "\n  Note: " + note)
        .collect(Collectors.joining("", text, ""));
  }

  private static String files(Reading reading) {
    StringBuilder text = new StringBuilder();
    List<InputFile> files = reading.files();
    text.append(files.size()).append(", ").append(Amounts.bytes(reading.bytes()));
    files.stream()
        .limit(FILES_SHOWN)
        .forEach(file -> text.append("\n  " + file.path() + "  " + Amounts.bytes(file.length())));
    if (files.size() > FILES_SHOWN) {
      text.append("\n  and " + (files.size() - FILES_SHOWN) + " more");
    }
    return text.toString();
  }

  private void stage(Stage stage) {
    out.println("  " + stage.place() + " " + stage.step() + ": " + columns(stage));
    if (stage.note() != null) {
      out.println("    Note: " + stage.note());
    }
    stage.warnings().forEach(warning -> out.println("    Warning: " + warning));
  }

  private static String columns(Stage stage) {
    return Arrays.stream(stage.schema().fields())
        .map(field -> field.name() + " " + field.dataType().catalogString() + tags(stage, field))
        .collect(Collectors.joining(", "));
  }

  private static String tags(Stage stage, StructField field) {
    Set<Tag> tags = stage.personal().getOrDefault(field.name(), Set.of());
    return tags.isEmpty()
        ? ""
        : tags.stream().map(Tag::word).distinct().collect(Collectors.joining(", ", " [", "]"));
  }

  private static String rejects(Rejects rejects, PersonalRule personal) {
    String limit = rejects.maxRejects().map(max -> ", at most " + max).orElse("");
    String text = personal.isHidingRaw() ? PersonalRule.WITHOUT_TEXT : "";
    return switch (rejects.policy()) {
      case QUARANTINE -> "Rejects would go to " + rejects.path().orElseThrow() + limit + text + ".";
      case FAIL -> "The first reject would fail the job.";
      case DROP -> "Rejects would be counted and dropped" + limit + ".";
    };
  }
}
