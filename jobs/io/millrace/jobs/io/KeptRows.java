package io.millrace.jobs.io;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.when;

import io.millrace.jobs.stage.Persisted;
import io.millrace.jobs.stage.StagedFile;
import io.millrace.jobs.stage.StagedOutput;
import io.millrace.jobs.stage.Staging;
import io.millrace.transforms.Trace;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * The rows of one run, read once and kept until they are let go.
 *
 * @param kept all of them
 * @param good those that are to be written
 * @param number of the good ones
 * @param facts the maxima that were asked for
 * @param aside counts and rejects of the others
 */
record KeptRows(
    Dataset<Row> kept, Dataset<Row> good, long number, List<Object> facts, StagedOutput aside)
    implements AutoCloseable {

  /**
   * Reads {@code rows}, some of which may be set aside, and stages their rejects.
   *
   * @param maxima expressions over the good rows, each of which leaves its greatest value
   */
  static KeptRows of(Dataset<Row> rows, Run run, Column... maxima) {
    Dataset<Row> kept = Persisted.of(rows);
    try {
      boolean traced = Trace.isOn(rows);
      Dataset<Row> good = traced ? kept.where(col(Trace.ASIDE).isNull()).drop(Trace.ASIDE) : kept;
      Column isGood = traced ? col(Trace.ASIDE).isNull() : lit(true);
      List<Column> asked = new ArrayList<>(List.of(count(when(isGood, 1))));
      for (Column each : maxima) {
        asked.add(max(when(isGood, each)));
      }
      Row found = kept.agg(count(lit(1)), asked.toArray(Column[]::new)).head();
      List<Object> facts = new ArrayList<>();
      for (int i = 0; i < maxima.length; i++) {
        facts.add(found.get(i + 2));
      }
      StagedOutput aside =
          found.getLong(0) == found.getLong(1)
              ? StagedOutput.NONE
              : Staging.setAside(
                  kept.where(col(Trace.ASIDE).isNotNull()).select(Trace.ASIDE),
                  run.id(),
                  run.rejects(),
                  run.failOnReject());
      return new KeptRows(kept, good, found.getLong(1), facts, aside);
    } catch (Exception | Error e) {
      // Spark throws its checked SparkException undeclared.
      kept.unpersist(false);
      throw e;
    }
  }

  /** What was staged of it all: every good row counts as written, whatever becomes of it. */
  StagedOutput output(List<StagedFile> files) {
    return new StagedOutput(
        files,
        aside.rejectFiles(),
        number,
        aside.filtered(),
        aside.rejected(),
        aside.examples(),
        aside.shared());
  }

  @Override
  public void close() {
    kept.unpersist(false);
  }
}
