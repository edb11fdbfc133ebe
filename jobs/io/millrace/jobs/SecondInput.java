package io.millrace.jobs;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import io.millrace.jobs.io.Reading;
import io.millrace.jobs.io.Run;
import io.millrace.jobs.stage.StagedOutput;
import io.millrace.jobs.stage.Staging;
import io.millrace.transforms.Trace;
import java.util.OptionalLong;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;

/**
 * What a step such as a join reads beside the job's own rows.
 *
 * @param place such as {@code transforms[1].with}
 * @param rows kept: the good ones, and those that were set aside
 * @param lane its own steps
 */
record SecondInput(String place, Reading reading, Dataset<Row> rows, Lane lane) {

  /**
   * Its rows, read to the end.
   *
   * @param good rows that the step may use
   * @param aside the rejected and filtered ones
   */
  record Counted(long read, long good, StagedOutput aside) {}

  /** Reads all of it, stages its rejects for {@code run}, and compares the counts. */
  Counted count(Run run) {
    Row counts = rows.agg(functions.count(lit(1)), functions.count(col(Trace.ASIDE))).head();
    long arrived = counts.getLong(0);
    long set = counts.getLong(1);
    OptionalLong read = reading.count().get();
    if (read.isPresent()) {
      lane.entering().forEach((at, all) -> Balance.requireAll(at, read.getAsLong(), all.count()));
      if (lane.recounting().isEmpty()) {
        Balance.requireAll(place, read.getAsLong(), arrived);
      }
    }
    Dataset<Row> aside = rows.where(col(Trace.ASIDE).isNotNull()).select(Trace.ASIDE);
    StagedOutput staged =
        set == 0
            ? StagedOutput.NONE
            : Staging.setAside(aside, run.id(), run.rejects(), run.failOnReject());
    return new Counted(read.orElse(arrived), arrived - set, staged);
  }
}
