package io.millrace.jobs;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import io.millrace.jobs.io.Reading;
import io.millrace.jobs.io.Run;
import io.millrace.jobs.stage.StagedOutput;
import io.millrace.jobs.stage.Staging;
import io.millrace.transforms.Trace;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;

/**
 * What a step such as a join reads beside the job's own rows.
 *
 * @param places such as {@code transforms[1].with}: one for each step that takes these rows
 * @param rows kept: the good ones, and those that were set aside
 * @param lane its own steps
 */
record SecondInput(List<String> places, Reading reading, Dataset<Row> rows, Lane lane) {

  /** Read once for a first step; more may follow. */
  static SecondInput of(String place, Reading reading, Dataset<Row> rows, Lane lane) {
    return new SecondInput(new ArrayList<>(List.of(place)), reading, rows, lane);
  }

  /** Of the first step that takes it. */
  String place() {
    return places.get(0);
  }

  Dataset<Row> good() {
    return rows.where(col(Trace.ASIDE).isNull()).drop(Trace.ASIDE);
  }

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
        Balance.requireAll(place(), read.getAsLong(), arrived);
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
