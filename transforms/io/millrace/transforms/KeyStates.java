package io.millrace.transforms;

import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.greatest;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.max_by;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.when;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.internal.SQLConf;

/**
 * One state per key: of the upserts the last, of the deletions the last. A last writer wins, and it
 * is the same one however the states are grouped, so states may be merged again and again.
 */
record KeyStates(ChangeRules rules) {

  private static final String ROW = Trace.PREFIX + "row";
  private static final String TOLD = Trace.PREFIX + "told_";

  /** What a task keeps of the changes; the rows that it holds against them pass by. */
  private static final long HASHED_BYTES = 64L << 20;

  private static final String CUT = Trace.PREFIX + "cut";

  Dataset<Row> merged(Dataset<Row> states) {
    if (rules.applyAsTruncateWhen().isEmpty()) {
      return perKey(states);
    }
    // Before the rows of a key meet: it also takes what a later change of the key does not supply.
    Column keyless = Columns.named(rules.keys().get(0)).isNull();
    Dataset<Row> cuts = states.where(keyless).groupBy().agg(max(Change.DELETED).as(CUT));
    Dataset<Row> cut = states.where(not(keyless)).crossJoin(broadcast(cuts));
    Dataset<Row> truncated =
        cut.withColumn(Change.DELETED, greatest(col(Change.DELETED), col(CUT))).drop(CUT);
    if (isPartial(states) && rules.deletes() == Deletes.SOFT) {
      truncated = truncated.unionByName(cut.select(deletions()), true);
    }
    Dataset<Row> last = cuts.where(col(CUT).isNotNull()).withColumnRenamed(CUT, Change.DELETED);
    return perKey(truncated).unionByName(last, true);
  }

  /** What stays of a deleted row depends on the deletions before the last one. */
  private Column[] deletions() {
    List<Column> all = new ArrayList<>(List.of(keys()));
    all.add(col(Change.DELETED));
    return all.toArray(Column[]::new);
  }

  /** With rows of which no two have one key, so that only the states need be grouped. */
  Dataset<Row> merged(Dataset<Row> states, Dataset<Row> there, long changes) {
    if (rules.applyAsTruncateWhen().isPresent() || isPartial(states)) {
      return merged(states.unionByName(there));
    }
    ChangedKeys changed = new ChangedKeys(states.select(keys()), changes);
    if (!changed.areFew()) {
      return joined(states, there);
    }
    // Most rows have no change, and stay in the task that reads them.
    return joined(states, changed.among(there)).unionByName(changed.without(there));
  }

  private Dataset<Row> joined(Dataset<Row> states, Dataset<Row> there) {
    Dataset<Row> told = fitting(perKey(states));
    Column sameKey = lit(true);
    List<Column> renamed = new ArrayList<>();
    for (String name : told.columns()) {
      renamed.add(Columns.named(name).as(TOLD + name));
      sameKey = rules.isKey(name) ? sameKey.and(Columns.named(name).equalTo(told(name))) : sameKey;
    }
    Dataset<Row> both =
        there.join(told.select(renamed.toArray(Column[]::new)), sameKey, "full_outer");
    Column wasLast =
        col(Change.COLUMN)
            .isNotNull()
            .and(told(Change.COLUMN).isNull().or(col(Change.COLUMN).gt(told(Change.COLUMN))));
    List<Column> all = new ArrayList<>();
    for (String name : states.columns()) {
      Column last =
          rules.isKey(name)
              ? coalesce(Columns.named(name), told(name))
              : name.equals(Change.DELETED)
                  ? greatest(col(name), told(name))
                  : when(wasLast, Columns.named(name)).otherwise(told(name));
      all.add(last.as(name));
    }
    return both.select(all.toArray(Column[]::new));
  }

  private Column[] keys() {
    return rules.keys().stream().map(Columns::named).toArray(Column[]::new);
  }

  private static Column told(String name) {
    return Columns.named(TOLD + name);
  }

  /**
   * Told to be hashed, where they fit into the memory of the tasks: else the rest is sorted too.
   */
  private static Dataset<Row> fitting(Dataset<Row> states) {
    long tasks = SQLConf.get().numShufflePartitions();
    BigInteger bytes = states.queryExecution().optimizedPlan().stats().sizeInBytes().bigInteger();
    boolean fits = bytes.compareTo(BigInteger.valueOf(tasks * HASHED_BYTES)) < 0;
    return fits ? states.hint("shuffle_hash") : states;
  }

  private static boolean isPartial(Dataset<Row> states) {
    return Arrays.asList(states.columns()).contains(Change.COLUMNS);
  }

  private Dataset<Row> perKey(Dataset<Row> states) {
    if (isPartial(states)) {
      return new ColumnStates(rules).perKey(states);
    }
    List<Column> row = new ArrayList<>();
    Change.others(states).stream()
        .filter(name -> !rules.isKey(name))
        .forEach(name -> row.add(Columns.named(name)));
    row.add(col(Change.COLUMN));
    Column latest = max_by(struct(row.toArray(Column[]::new)), col(Change.COLUMN)).as(ROW);
    Column[] keys = keys();
    // A key changes seldom more than once in a run, so grouping before the shuffle would only sort.
    Dataset<Row> together = states.repartition(keys);
    Dataset<Row> grouped =
        together.groupBy(keys).agg(latest, max(Change.DELETED).as(Change.DELETED));
    List<Column> all = new ArrayList<>();
    for (String name : states.columns()) {
      boolean grouping = rules.isKey(name) || name.equals(Change.DELETED);
      all.add(grouping ? Columns.named(name).as(name) : col(ROW).getField(name).as(name));
    }
    return grouped.select(all.toArray(Column[]::new));
  }
}
