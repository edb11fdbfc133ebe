package io.millrace.jobs;

import io.millrace.jobs.io.Action;
import io.millrace.jobs.io.ActionPlan;
import io.millrace.transforms.InvalidInputException;
import io.millrace.transforms.StepName;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.spark.sql.SparkSession;

/** One run of a job of actions: looks at every target, then does one after the other. */
final class ActionRun {

  private final ActionJob job;
  private final SparkSession spark;
  private final Progress progress;
  private final RunReport report;

  ActionRun(ActionJob job, SparkSession spark, Progress progress) {
    this.job = job;
    this.spark = spark;
    this.progress = progress;
    this.report = RunReport.begin(job.name(), spark);
  }

  /** The report, for what only the caller knows of the run. */
  RunReport report() {
    return report;
  }

  /**
   * What would be done, by action.
   *
   * @throws InvalidInputException naming everything that is wrong
   */
  List<List<String>> plan() {
    return look().stream().map(ActionPlan::sentences).toList();
  }

  private List<ActionPlan> look() {
    return Sessions.within(
        spark,
        () -> {
          List<ActionPlan> plans = new ArrayList<>();
          List<String> problems = new ArrayList<>();
          for (int i = 0; i < job.actions().size(); i++) {
            Action action = job.actions().get(i);
            try {
              plans.add(action.look(spark));
            } catch (Exception e) {
              // Also Spark's AnalysisException, which is checked and thrown undeclared.
              problems.add(at(i, FailureText.of(e)));
            }
          }
          if (!problems.isEmpty()) {
            throw new InvalidInputException(String.join("; ", problems));
          }
          return plans;
        });
  }

  RunReport run() {
    List<Failure> failures;
    try {
      part("plan");
      List<ActionPlan> plans = look();
      // Now, so that a folder that takes no report is found before anything is done.
      report.save(spark, job.reports().orElseThrow());
      failures = Sessions.within(spark, () -> act(plans));
    } catch (Exception | Error e) {
      throw failed(FailureText.of(e), ValueFailure.sentence(e), e);
    }
    if (!failures.isEmpty()) {
      String told = failures.stream().map(Failure::told).collect(Collectors.joining("; "));
      String kept = failures.stream().map(Failure::kept).collect(Collectors.joining("; "));
      throw failed(told, kept, new InvalidInputException(told, failures.get(0).cause()));
    }
    return saved(report.succeeded());
  }

  /** Of one action, as whoever began the run hears it, and as the report says it. */
  private record Failure(String told, String kept, Exception cause) {}

  private void part(String name) {
    report.part(name);
    progress.part(name);
  }

  private List<Failure> act(List<ActionPlan> plans) {
    List<Map<String, Object>> done = new ArrayList<>();
    report.put("actions", done);
    List<Failure> failures = new ArrayList<>();
    for (int i = 0; i < job.actions().size(); i++) {
      Action action = job.actions().get(i);
      String type = StepName.of(action.getClass());
      part(type + " " + action.target());
      Map<String, Object> one = new LinkedHashMap<>();
      done.add(one);
      one.put("action", type);
      one.put("target", action.target());
      try {
        plans.get(i).work().accept(one);
      } catch (Exception e) {
        // Also Spark's AnalysisException, which is checked and thrown undeclared.
        Failure failure = new Failure(at(i, FailureText.of(e)), at(i, ValueFailure.sentence(e)), e);
        one.put("error", failure.kept());
        failures.add(failure);
      }
    }
    return failures;
  }

  /** With the place of the action. */
  private static String at(int index, String sentence) {
    String said = sentence.replaceFirst("^action(?=[.:])", "");
    return "actions[" + index + "]" + (said.startsWith(".") ? "" : ": ") + said;
  }

  private JobFailedException failed(String told, String kept, Throwable e) {
    report.failed(kept);
    try {
      report.save(spark, job.reports().orElseThrow());
    } catch (RuntimeException unsaved) {
      e.addSuppressed(unsaved);
    }
    return new JobFailedException(job.name() + ": " + told, report, e);
  }

  private RunReport saved(RunReport ended) {
    try {
      return ended.save(spark, job.reports().orElseThrow());
    } catch (RuntimeException e) {
      return ended.unsaved(FailureText.of(e));
    }
  }
}
