package io.millrace.jobs.io;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.when;

import io.millrace.jobs.stage.StagedFile;
import io.millrace.jobs.stage.StagedOutput;
import io.millrace.jobs.table.HeldLoads;
import io.millrace.transforms.Change;
import io.millrace.transforms.ChangeRules;
import io.millrace.transforms.InvalidInputException;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * The changes of one run, read once and kept, as a merge needs them more than once.
 *
 * @param rows all of them
 * @param load the newest generation of the full load among those that are to be applied
 * @param isWhole whether rows of that full load itself are among them
 * @param newest when the last of them was committed; empty if none says so
 */
record ChangeBatch(KeptRows rows, int load, boolean isWhole, Optional<Object> newest)
    implements AutoCloseable {

  /** Reads {@code rows}, which may be set aside, and stages their rejects. */
  static ChangeBatch of(Dataset<Row> rows, Run run) {
    Column load = col(Change.COLUMN).getField("load");
    Column full = when(col(Change.COLUMN).getField("phase").equalTo(0), load);
    KeptRows kept = KeptRows.of(rows, run, load, full, col(Change.COLUMN).getField("at"));
    Integer newest = (Integer) kept.facts().get(0);
    return new ChangeBatch(
        kept,
        newest == null ? 0 : newest,
        newest != null && newest.equals(kept.facts().get(1)),
        Optional.ofNullable(kept.facts().get(2)));
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
   * Fails if these cannot be all there is.
   *
   * @param target what they would replace
   */
  void requireWhole(ChangeRules rules, String target) {
    if (applied() == 0) {
      throw new InvalidInputException(
          "sink.full-refresh: no change is to be applied, and nothing would be left of " + target);
    }
    // Of rows that name their own order nobody knows.
    if (rules.sequenceBy().isEmpty() && !isWhole) {
      throw new InvalidInputException(
          "sink.full-refresh: no row of a full load is among the changes, and nothing else would be left of %s; leave full-refresh out, or let this run read a full load%s"
              .formatted(target, load == 0 ? "" : ", the one with number " + load));
    }
  }

  /**
   * Those that are to be applied to a target: what was told of an older generation of the full load
   * is over. A newer one holds the whole table, so merging it in would leave rows that are gone.
   *
   * @param held the target's; empty if it is to be replaced
   * @param are the target, as the subject of a sentence
   */
  Dataset<Row> current(ChangeRules rules, Optional<HeldLoads> held, String are) {
    // Rows that name their own order know no full loads.
    int there = rules.sequenceBy().isEmpty() ? held.map(HeldLoads::newest).orElse(0) : 0;
    if (held.isPresent() && there < load && !held.get().isEmpty()) {
      throw new InvalidInputException(
          "sink: the changes hold full load %s, %s of full load %s; set full-refresh = true for one run to let it replace the rows"
              .formatted(load, are, there));
    }
    int generation = Math.max(load, there);
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
