package io.millrace.jobs;

import io.millrace.jobs.io.CommitMarker;
import io.millrace.jobs.io.RejectStore;
import io.millrace.jobs.ledger.OpenBatch;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.SparkSession;

/**
 * Ends what a run of the same job began that died: finishes it if it was decided, or else undoes
 * it.
 */
record Recovery(Pipeline pipeline, SparkSession spark, RunReport report) {

  void settle(Intake intake) {
    if (intake.open().isEmpty()) {
      // What a run that died has shown must neither be planned with nor be seen any longer.
      settleTargets();
      return;
    }
    OpenBatch begun = intake.open().get();
    // First, because it says whether what is settled is finished or undone.
    Optional<String> decided = decided(begun);
    settleTargets();
    if (decided.isPresent()) {
      intake.settled(begun, decided.get());
      CommitMarker.tidy(pipeline.ledgerFolder(), spark.sparkContext().hadoopConfiguration());
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

  private void settleTargets() {
    pipeline.outputs().forEach(output -> output.sink().settle(spark));
    pipeline.rejects().path().ifPresent(path -> RejectStore.settle(path, spark));
  }

  private Optional<String> decided(OpenBatch begun) {
    var hadoop = spark.sparkContext().hadoopConfiguration();
    Optional<String> marked =
        begun.attempts().stream()
            .filter(run -> new CommitMarker(pipeline.ledgerFolder(), run, hadoop).settle())
            .findFirst();
    return marked.isPresent() ? marked : decidedByTables(begun, hadoop);
  }

  /**
   * Decides the last attempt if all it had left to do was to say so: where every output is a table
   * that holds the batch, only the last attempt can have been the one that completed it. Its
   * rejects must be in place too; if they are not the batch is read again, for their sake.
   */
  private Optional<String> decidedByTables(OpenBatch begun, Configuration hadoop) {
    String last = begun.attempts().get(begun.attempts().size() - 1);
    List<String> targets = new ArrayList<>(pipeline.folders());
    if (pipeline.rejects().policy() == OnReject.QUARANTINE) {
      pipeline.rejects().path().ifPresent(targets::add);
    }
    boolean whole =
        pipeline.outputs().stream().allMatch(output -> output.sink().holds(spark, begun.attempts()))
            && targets.stream().allMatch(folder -> RejectStore.isBegun(folder, last, hadoop));
    if (!whole) {
      return Optional.empty();
    }
    CommitMarker marker = new CommitMarker(pipeline.ledgerFolder(), last, hadoop);
    marker.prepare(targets);
    marker.set();
    return Optional.of(last);
  }
}
