package io.millrace.jobs;

import io.millrace.transforms.StepName;
import java.io.PrintStream;
import java.util.List;
import java.util.Map;

/** A job of actions on the command line. */
final class ActionVerbs {

  private final PrintStream out;

  ActionVerbs(PrintStream out) {
    this.out = out;
  }

  void run(ActionJob job, String settings) {
    try (Sessions session = Sessions.open(job.name(), job.spark())) {
      RunReport report;
      try (Progress progress = ProgressLine.of(job.name(), session.spark())) {
        ActionRun run = new ActionRun(job, session.spark(), progress);
        run.report().put("settings", settings);
        run.report().put("ignored-settings", session.ignored());
        report = run.run();
      }
      print(report);
    }
  }

  void plan(ActionJob job, String settings) {
    try (Sessions session = Sessions.open(job.name(), job.spark())) {
      List<List<String>> sentences = new ActionRun(job, session.spark(), Progress.SILENT).plan();
      out.println("The job file, resolved:\n");
      out.println(settings.strip().indent(2));
      for (int i = 0; i < sentences.size(); i++) {
        out.printf(
            "actions[%s] %s: %s.%n",
            i, StepName.of(job.actions().get(i).getClass()), String.join("; ", sentences.get(i)));
      }
      out.println("Nothing has been changed.");
    }
  }

  @SuppressWarnings("unchecked")
  private void print(RunReport report) {
    out.println(report.json().get("job") + "  run " + report.id());
    for (Map<String, Object> one : (List<Map<String, Object>>) report.json().get("actions")) {
      out.printf("  %s %s%n", one.get("action"), one.get("target"));
      one.forEach(
          (key, value) -> {
            if (!key.equals("action") && !key.equals("target")) {
              out.printf("    %s  %s%n", key, text(value));
            }
          });
    }
    new RunSummary(out).ofActions(report);
  }

  private static String text(Object value) {
    if (value instanceof Map<?, ?> figures) {
      return figures.entrySet().stream()
          .map(entry -> entry.getKey() + " " + text(entry.getValue()))
          .reduce((a, b) -> a + ", " + b)
          .orElse("nothing");
    }
    return value instanceof Long count ? Amounts.count(count) : String.valueOf(value);
  }
}
