package io.millrace.jobs;

import io.millrace.jobs.io.Action;
import io.millrace.transforms.Default;
import io.millrace.transforms.Require;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.SparkSession;

/**
 * A job that moves no rows: it keeps tables in order, or tells a catalog of them.
 *
 * @param name of the job; the same in every run
 * @param actions in the order in which they are done; one that fails does not stop the others
 * @param reports folder for the run reports
 * @param spark Spark settings of this job
 */
public record ActionJob(
    String name,
    List<Action> actions,
    Optional<String> reports,
    @Default("{}") Map<String, String> spark)
    implements Job {

  public ActionJob {
    Require.notBlank(name, "name");
    if (actions.isEmpty()) {
      throw new IllegalArgumentException("actions must hold at least one");
    }
    if (reports.isEmpty()) {
      throw new IllegalArgumentException(
          "reports must name a folder: actions write no rows that it could lie beside");
    }
    actions = List.copyOf(actions);
    spark = Map.copyOf(spark);
  }

  @Override
  public RunReport run(SparkSession session) {
    Sessions beside = Sessions.beside(session, spark);
    ActionRun run = new ActionRun(this, beside.spark(), Progress.SILENT);
    run.report().put("ignored-settings", beside.ignored());
    return run.run();
  }
}
