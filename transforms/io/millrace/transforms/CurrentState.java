package io.millrace.transforms;

import static org.apache.spark.sql.functions.col;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * The rows that a set of changes leaves: of each key the last upsert, unless a deletion comes after
 * it. The order of a key's changes is complete, so rows, files or partitions in another order, or
 * delivered twice, give the same.
 *
 * @param keys columns that make a row; a change with a null in one is a reject
 * @param sequenceBy columns that put the changes of a key in order; what they leave level, the
 *     place in the files decides; where rows have none, as after a join, what they hold decides:
 *     always for the same one, not for the later one. Absent after {@code normalize-dms-changes}
 * @param applyAsDeleteWhen SQL condition of a change that deletes its key
 * @param ties what becomes of changes that are level but for their place in the files
 */
@Summary(
    "The rows that changes leave: the last change of each key by a complete order, unless it deletes.")
@Example(
    """
    { type = current-state, keys = [id], sequence-by = [ts], apply-as-delete-when = "op = 'D'" }
    """)
public record CurrentState(
    List<String> keys,
    @Default("[]") List<String> sequenceBy,
    Optional<String> applyAsDeleteWhen,
    @Default("last") Ties ties)
    implements RowWise {

  public CurrentState {
    keys = List.copyOf(keys);
    sequenceBy = List.copyOf(sequenceBy);
    rules(keys, sequenceBy, applyAsDeleteWhen, ties);
  }

  private static ChangeRules rules(
      List<String> keys, List<String> sequenceBy, Optional<String> deletes, Ties ties) {
    return new ChangeRules(
        keys,
        sequenceBy,
        deletes,
        Optional.empty(),
        false,
        List.of(),
        List.of(),
        1,
        ties,
        Deletes.HARD,
        "BI_",
        Duration.ZERO);
  }

  @Override
  public boolean isRowWise() {
    return false;
  }

  @Override
  public Dataset<Row> judged(Dataset<Row> rows) {
    ChangeRules rules = rules(keys, sequenceBy, applyAsDeleteWhen, ties);
    return rules.wholeIfMoved(rules.judged(rows));
  }

  @Override
  public Dataset<Row> apply(Dataset<Row> rows) {
    Dataset<Row> judged = judged(rows);
    return applyJudged(Trace.isOn(judged) ? judged.where(col(Trace.ASIDE).isNull()) : judged);
  }

  @Override
  public Dataset<Row> applyJudged(Dataset<Row> good) {
    ChangeRules rules = rules(keys, sequenceBy, applyAsDeleteWhen, ties);
    Dataset<Row> last = rules.merged(rules.states(good)).where(Change.isAlive());
    return last.drop(Change.COLUMN, Change.DELETED, Change.COLUMNS);
  }
}
