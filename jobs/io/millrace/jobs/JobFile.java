package io.millrace.jobs;

import io.millrace.jobs.io.Action;
import io.millrace.jobs.io.Sink;
import io.millrace.jobs.sample.SampleLake;
import io.millrace.transforms.Default;
import io.millrace.transforms.Source;
import io.millrace.transforms.Transform;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * All that a job file may contain, beside {@code vars}.
 *
 * @param name of the job
 * @param source where the rows come from; a job has one, or actions
 * @param transforms steps that every output shares
 * @param outputs branches; or instead, for a single one,
 * @param sink where the rows go
 * @param actions what to do instead of moving rows, such as keeping tables in order
 * @param rejects what becomes of rows that do not fit
 * @param reports folder for run reports
 * @param ledger folder that remembers what incremental sources have read
 * @param spark Spark settings; {@code sql.shuffle.partitions} is {@code
 *     spark.sql.shuffle.partitions}
 * @param sample the sample lake, of which {@code run} adds what is missing when the job reads it;
 *     for environment files
 */
public record JobFile(
    String name,
    Optional<Source> source,
    @Default("[]") List<Transform> transforms,
    @Default("[]") List<Output> outputs,
    Optional<Sink> sink,
    @Default("[]") List<Action> actions,
    @Default("{}") Rejects rejects,
    Optional<String> reports,
    Optional<String> ledger,
    @Default("{}") Map<String, String> spark,
    Optional<SampleLake> sample) {

  public JobFile {
    if (!actions.isEmpty()) {
      requireOnlyActions(source, transforms, outputs, sink, rejects, ledger);
    } else if (source.isEmpty()) {
      throw new IllegalArgumentException(
          "a job needs a source { … } and a sink { … }, or actions = [ … ]");
    } else if (outputs.isEmpty() == sink.isEmpty()) {
      throw new IllegalArgumentException(
          sink.isEmpty()
              ? "a job needs outputs = [ { sink { … } } ], or one sink { … }"
              : "a job has either outputs or sink, not both");
    }
  }

  private static void requireOnlyActions(
      Optional<Source> source,
      List<Transform> transforms,
      List<Output> outputs,
      Optional<Sink> sink,
      Rejects rejects,
      Optional<String> ledger) {
    if (source.isPresent()
        || !transforms.isEmpty()
        || !outputs.isEmpty()
        || sink.isPresent()
        || !rejects.equals(Rejects.NONE)
        || ledger.isPresent()) {
      throw new IllegalArgumentException(
          "a job with actions moves no rows: it has no source, transforms, outputs, sink, rejects or ledger; give these a job file of their own");
    }
  }

  /** Whether it moves no rows. */
  boolean isOfActions() {
    return !actions.isEmpty();
  }

  /** The job that moves rows. */
  public Pipeline pipeline() {
    if (isOfActions()) {
      throw new InvalidCommandException(
          "%s has actions and moves no rows: it can be run and planned, and has no ledger and no tables"
              .formatted(name));
    }
    List<Output> all = sink.map(only -> List.of(new Output(only))).orElse(outputs);
    return new Pipeline(
        name, source.orElseThrow(), transforms, all, rejects, reports, ledger, spark);
  }

  /** The job that moves no rows. */
  public ActionJob actionJob() {
    return new ActionJob(name, actions, reports, spark);
  }
}
