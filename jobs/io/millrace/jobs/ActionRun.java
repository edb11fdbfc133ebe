package io.millrace.jobs;

import io.millrace.jobs.io.Action;
import io.millrace.jobs.io.ActionPlan;
import io.millrace.transforms.InvalidInputException;
import io.millrace.transforms.StepName;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
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
              plans.add(named(i, () -> action.look(spark)));
            } catch (InvalidInputException e) {
              problems.add(e.getMessage());
            }
          }
          if (!problems.isEmpty()) {
            throw new InvalidInputException(String.join("; ", problems));
          }
          return plans;
        });
  }

  RunReport run() {
    try {
      part("plan");
      List<ActionPlan> plans = look();
      // Now, so that a folder that takes no report is found before anything is done.
      report.save(spark, job.reports().orElseThrow());
      Sessions.within(spark, () -> act(plans));
    } catch (Exception | Error e) {
      throw failed(e);
    }
    return saved(report.succeeded());
  }

  private void part(String name) {
    report.part(name);
    progress.part(name);
  }

  private boolean act(List<ActionPlan> plans) {
    List<Map<String, Object>> done = new ArrayList<>();
    report.put("actions", done);
    List<String> problems = new ArrayList<>();
    for (int i = 0; i < job.actions().size(); i++) {
      Action action = job.actions().get(i);
      String type = StepName.of(action.getClass());
      part(type + " " + action.target());
      Map<String, Object> one = new LinkedHashMap<>();
      done.add(one);
      one.put("action", type);
      one.put("target", action.target());
      try {
        one.putAll(named(i, plans.get(i).work()));
      } catch (InvalidInputException e) {
        one.put("error", e.getMessage());
        problems.add(e.getMessage());
      }
    }
    if (!problems.isEmpty()) {
      throw new InvalidInputException(String.join("; ", problems));
    }
    return true;
  }

  private static <T> T named(int index, Supplier<T> work) {
    String place = "actions[" + index + "]";
    try {
      return work.get();
    } catch (Exception e) {
      // Also Spark's AnalysisException, which is checked and thrown undeclared.
      String said = FailureText.of(e).replaceFirst("^action(?=[.:])", "");
      throw new InvalidInputException(place + (said.startsWith(".") ? "" : ": ") + said, e);
    }
  }

  private JobFailedException failed(Throwable e) {
    String sentence = FailureText.of(e);
    report.failed(sentence);
    try {
      report.save(spark, job.reports().orElseThrow());
    } catch (RuntimeException unsaved) {
      e.addSuppressed(unsaved);
    }
    return new JobFailedException(job.name() + ": " + sentence, report, e);
  }

  private RunReport saved(RunReport ended) {
    try {
      return ended.save(spark, job.reports().orElseThrow());
    } catch (RuntimeException e) {
      return ended.unsaved(FailureText.of(e));
    }
  }
}
