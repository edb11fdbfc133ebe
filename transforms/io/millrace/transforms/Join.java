package io.millrace.transforms;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.when;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;

/**
 * Joins each row with the rows of a second input that have the same keys. A null key finds nothing.
 * The second input's columns come after the row's own; a key of the same name on both sides is one
 * column. Keys of different types are refused, because a cast would lose or invent matches: cast
 * one of them before.
 *
 * @param with the second input: a source, or {@code prepared} for a source with steps
 * @param on columns of the rows, and the columns of {@code with} that they must equal
 * @param how which rows stay: those that find a row (inner), all (left), or, without columns of
 *     {@code with}, those that find one (semi) or none (anti). Rows that go are counted as filtered
 * @param matches how many rows a row may find, for inner and left. With {@code one}, one that finds
 *     more is a reject; with {@code many} it becomes as many rows
 * @param prefix put before a name of {@code with} that the rows have too; without it such a name is
 *     refused
 * @param broadcast whether each task gets all of {@code with}, which must fit in memory; else Spark
 *     chooses by size
 */
@Summary("Joins with a second input, nested in the step: inner, left, semi or anti.")
@Example(
    """
    { type = join, on { username = username }
      with { type = read-files, format = csv, path = "lake/raw/userprofile", options { header = true } } }
    """)
public record Join(
    Source with,
    Map<String, String> on,
    @Default("inner") JoinType how,
    @Default("one") Matches matches,
    Optional<String> prefix,
    @Default("false") boolean broadcast)
    implements TwoInputs, RowWise {

  public Join {
    if (on.isEmpty()) {
      throw new IllegalArgumentException("on must name at least one column, as { id = user_id }");
    }
    on = Map.copyOf(on);
    Require.names(List.copyOf(on.keySet()), "on");
    Require.names(List.copyOf(on.values()), "on");
    prefix.ifPresent(text -> Require.notBlank(text, "prefix"));
  }

  /** An inner join that finds one row for each. */
  public Join(Source with, Map<String, String> on) {
    this(with, on, JoinType.INNER, Matches.ONE, Optional.empty(), false);
  }

  @Override
  public boolean isRowWise() {
    return matches == Matches.ONE || !how.addsColumns();
  }

  @Override
  public Dataset<Row> apply(Dataset<Row> rows) {
    return TwoInputs.super.apply(rows);
  }

  @Override
  public Dataset<Row> apply(Dataset<Row> rows, Dataset<Row> second) {
    JoinKeys keys = JoinKeys.of(this, rows, second);
    List<String> added = how.addsColumns() ? keys.added(rows, second) : List.of();
    Dataset<Row> found = found(keys, second, added);
    Dataset<Row> joined =
        rows.join(broadcast ? functions.broadcast(found) : found, keys.equal(rows), "left");
    return judged(rows, joined, keys, added);
  }

  /** What a row may find: the keys, one struct of the columns to add, and how often it is there. */
  private Dataset<Row> found(JoinKeys keys, Dataset<Row> second, List<String> added) {
    Dataset<Row> keyed = keys.keyed(second, added);
    return isRowWise() ? keys.once(keyed) : keyed;
  }

  private Dataset<Row> judged(
      Dataset<Row> rows, Dataset<Row> joined, JoinKeys keys, List<String> added) {
    List<Column> all = new ArrayList<>();
    Trace.dataColumns(rows).forEach(name -> all.add(Columns.named(name)));
    List<String> names = keys.names(rows, added, prefix);
    for (int i = 0; i < added.size(); i++) {
      all.add(col(JoinKeys.FOUND).getField("c" + i).as(names.get(i)));
    }
    Dataset<Row> wide = Trace.select(joined, all);
    Column matched = col(JoinKeys.TIMES).isNotNull();
    if (how != JoinType.LEFT) {
      wide = Trace.filter(wide, how == JoinType.ANTI ? not(matched) : matched, "join");
    }
    if (how.addsColumns()) {
      String reason = "more than one row of the second input has these keys; set matches = many";
      String key = on.size() == 1 ? on.keySet().iterator().next() : null;
      Column several = when(col(JoinKeys.TIMES).gt(1), lit(reason));
      wide = matches == Matches.ONE ? Trace.reject(wide, "join", key, several) : wide;
    }
    return wide.drop(keys.hidden().toArray(String[]::new));
  }
}
