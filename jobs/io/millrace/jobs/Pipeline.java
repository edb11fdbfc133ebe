package io.millrace.jobs;

import io.millrace.jobs.io.Sink;
import io.millrace.transforms.Default;
import io.millrace.transforms.Require;
import io.millrace.transforms.Source;
import io.millrace.transforms.Transform;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.SparkSession;

/**
 * The usual job: read, transform in order, write one or more outputs.
 *
 * @param name of the job; the same in every run
 * @param source where the rows come from
 * @param transforms steps that every output shares
 * @param outputs branches of the rows that leave the last step
 * @param rejects what becomes of rows that do not fit
 * @param reports folder for the run reports; {@code _millrace/runs} below the first output if
 *     absent
 * @param spark Spark settings of this job
 */
public record Pipeline(
    String name,
    Source source,
    @Default("[]") List<Transform> transforms,
    List<Output> outputs,
    @Default("{}") Rejects rejects,
    Optional<String> reports,
    @Default("{}") Map<String, String> spark)
    implements Job {

  public Pipeline {
    Require.notBlank(name, "name");
    if (outputs.isEmpty()) {
      throw new IllegalArgumentException("outputs must hold at least one { sink { … } }");
    }
    if (reports.isEmpty() && outputs.stream().allMatch(out -> out.sink().folder().isEmpty())) {
      throw new IllegalArgumentException("reports must name a folder: no output is one");
    }
    transforms = List.copyOf(transforms);
    outputs = List.copyOf(outputs);
    spark = Map.copyOf(spark);
  }

  /** One output, and a job that fails at the first reject. */
  public Pipeline(String name, Source source, List<Transform> transforms, Sink sink) {
    this(
        name,
        source,
        transforms,
        List.of(new Output(sink)),
        Rejects.NONE,
        Optional.empty(),
        Map.of());
  }

  /** The same job with rejects handled in this way. */
  public Pipeline rejecting(Rejects policy) {
    return new Pipeline(name, source, transforms, outputs, policy, reports, spark);
  }

  /** Where its run reports go. */
  public String reportFolder() {
    return reports.orElseGet(
        () ->
            outputs.stream()
                .flatMap(output -> output.sink().folder().stream())
                .map(folder -> folder + "/_millrace/runs")
                .findFirst()
                .orElseThrow());
  }

  @Override
  public RunReport run(SparkSession session) {
    Sessions beside = Sessions.beside(session, this);
    Execution execution = new Execution(this, beside.spark(), Progress.SILENT);
    execution.report().put("ignored-settings", beside.ignored());
    return execution.run();
  }
}
