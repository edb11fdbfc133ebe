package io.millrace.jobs.io;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import io.millrace.jobs.stage.StagedFile;
import io.millrace.jobs.stage.StagedOutput;
import io.millrace.transforms.Change;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * The changes of one run, read once and kept, as a merge needs them more than once.
 *
 * @param rows all of them
 * @param load the newest generation of the full load among those that are to be applied
 * @param newest when the last of them was committed; empty if none says so
 */
record ChangeBatch(KeptRows rows, int load, Optional<Object> newest) implements AutoCloseable {

  /** Reads {@code rows}, which may be set aside, and stages their rejects. */
  static ChangeBatch of(Dataset<Row> rows, Run run) {
    KeptRows kept =
        KeptRows.of(
            rows, run, col(Change.COLUMN).getField("load"), col(Change.COLUMN).getField("at"));
    Integer load = (Integer) kept.facts().get(0);
    return new ChangeBatch(kept, load == null ? 0 : load, Optional.ofNullable(kept.facts().get(1)));
  }

  /** Those that are to be applied. */
  Dataset<Row> good() {
    return rows.good();
  }

  /** Their number. */
  long applied() {
    return rows.number();
  }

  /**
   * Those to be applied to a target of this generation of the full load: what was told of an older
   * one is over.
   */
  Dataset<Row> since(int generation) {
    return generation == 0
        ? good()
        : good().where(coalesce(col(Change.COLUMN).getField("load"), lit(0)).geq(generation));
  }

  /** What was staged of it all: every change counts as written, whatever became of its key. */
  StagedOutput output(List<StagedFile> files) {
    return rows.output(files);
  }

  @Override
  public void close() {
    rows.close();
  }
}
