package io.millrace.jobs;

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
 * @param source where the rows come from
 * @param transforms steps that every output shares
 * @param outputs branches; or instead, for a single one,
 * @param sink where the rows go
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
    Source source,
    @Default("[]") List<Transform> transforms,
    @Default("[]") List<Output> outputs,
    Optional<Sink> sink,
    @Default("{}") Rejects rejects,
    Optional<String> reports,
    Optional<String> ledger,
    @Default("{}") Map<String, String> spark,
    Optional<SampleLake> sample) {

  public JobFile {
    if (outputs.isEmpty() == sink.isEmpty()) {
      throw new IllegalArgumentException(
          sink.isEmpty()
              ? "a job needs outputs = [ { sink { … } } ], or one sink { … }"
              : "a job has either outputs or sink, not both");
    }
  }

  /** The job. */
  public Pipeline pipeline() {
    List<Output> all = sink.map(only -> List.of(new Output(only))).orElse(outputs);
    return new Pipeline(name, source, transforms, all, rejects, reports, ledger, spark);
  }
}
