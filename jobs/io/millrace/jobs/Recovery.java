package io.millrace.jobs;

import io.millrace.jobs.io.CommitMarker;
import io.millrace.jobs.io.RejectStore;
import io.millrace.jobs.ledger.OpenBatch;
import java.util.Optional;
import org.apache.spark.sql.SparkSession;

/**
 * Ends what a run of the same job began that died: finishes it if it was decided, or else undoes
 * it.
 */
record Recovery(Pipeline pipeline, SparkSession spark, RunReport report) {

  void settle(Intake intake) {
    if (intake.open().isEmpty()) {
      return;
    }
    OpenBatch begun = intake.open().get();
    pipeline.outputs().forEach(output -> output.sink().settle(spark));
    pipeline.rejects().path().ifPresent(path -> RejectStore.settle(path, spark));
    Optional<String> decided = decided(begun);
    if (decided.isPresent()) {
      intake.settled(begun, decided.get());
      report.put(
          "recovered",
          "batch %s, which run %s had written but not marked as done"
              .formatted(begun.number(), decided.get()));
    } else {
      report.put(
          "recovered",
          "batch %s, which run %s had begun, is read again"
              .formatted(begun.number(), begun.attempts().get(begun.attempts().size() - 1)));
    }
  }

  private Optional<String> decided(OpenBatch begun) {
    var hadoop = spark.sparkContext().hadoopConfiguration();
    Optional<String> marked =
        begun.attempts().stream()
            .filter(run -> new CommitMarker(pipeline.decisions(), run, hadoop).isSet())
            .findFirst();
    boolean inside =
        pipeline.outputs().stream()
            .allMatch(output -> output.sink().holds(spark, begun.attempts()));
    return inside && marked.isEmpty()
        ? Optional.of(begun.attempts().get(begun.attempts().size() - 1))
        : marked;
  }
}
