package io.millrace.jobs.io;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.when;

import io.millrace.jobs.stage.StagedFile;
import io.millrace.jobs.stage.StagedOutput;
import io.millrace.jobs.stage.Staging;
import io.millrace.transforms.Change;
import io.millrace.transforms.Trace;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.storage.StorageLevel;

/**
 * The changes of one run, read once and kept, as a merge needs them more than once.
 *
 * @param kept all of them
 * @param good those that are to be applied
 * @param applied their number
 * @param load the newest generation of the full load among them
 * @param newest when the last of them was committed; empty if none says so
 * @param aside counts and rejects of the others
 */
record ChangeBatch(
    Dataset<Row> kept,
    Dataset<Row> good,
    long applied,
    int load,
    Optional<Object> newest,
    StagedOutput aside)
    implements AutoCloseable {

  /** Reads {@code rows}, which may be set aside, and stages their rejects. */
  static ChangeBatch of(Dataset<Row> rows, Run run) {
    Dataset<Row> kept = rows.persist(StorageLevel.MEMORY_AND_DISK());
    try {
      boolean traced = Trace.isOn(rows);
      Dataset<Row> good = traced ? kept.where(col(Trace.ASIDE).isNull()).drop(Trace.ASIDE) : kept;
      var isGood = traced ? col(Trace.ASIDE).isNull() : lit(true);
      Row facts =
          kept.agg(
                  count(lit(1)),
                  count(when(isGood, 1)),
                  max(when(isGood, col(Change.COLUMN).getField("load"))),
                  max(when(isGood, col(Change.COLUMN).getField("at"))))
              .head();
      StagedOutput aside =
          facts.getLong(0) == facts.getLong(1)
              ? StagedOutput.NONE
              : Staging.setAside(
                  kept.where(col(Trace.ASIDE).isNotNull()).select(Trace.ASIDE),
                  run.id(),
                  run.rejects(),
                  run.failOnReject());
      return new ChangeBatch(
          kept,
          good,
          facts.getLong(1),
          facts.isNullAt(2) ? 0 : facts.getInt(2),
          Optional.ofNullable(facts.get(3)),
          aside);
    } catch (Exception | Error e) {
      // Spark throws its checked SparkException undeclared.
      kept.unpersist(false);
      throw e;
    }
  }

  /**
   * Those to be applied to a target of this generation of the full load: what was told of an older
   * one is over.
   */
  Dataset<Row> since(int generation) {
    return generation == 0
        ? good
        : good.where(coalesce(col(Change.COLUMN).getField("load"), lit(0)).geq(generation));
  }

  /** What was staged of it all: every change counts as written, whatever became of its key. */
  StagedOutput output(List<StagedFile> files) {
    return new StagedOutput(
        files, aside.rejectFiles(), applied, aside.filtered(), aside.rejected(), aside.shared());
  }

  @Override
  public void close() {
    kept.unpersist(false);
  }
}
