package io.millrace.transforms;

import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.greatest;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.max_by;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.struct;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * One state per key: of the upserts the last, of the deletions the last. A last writer wins, and it
 * is the same one however the states are grouped, so states may be merged again and again.
 */
record KeyStates(ChangeRules rules) {

  private static final String ROW = Trace.PREFIX + "row";
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
    Dataset<Row> last = cuts.where(col(CUT).isNotNull()).withColumnRenamed(CUT, Change.DELETED);
    return perKey(truncated).unionByName(last, true);
  }

  private Dataset<Row> perKey(Dataset<Row> states) {
    if (Arrays.asList(states.columns()).contains(Change.COLUMNS)) {
      return new ColumnStates(rules).perKey(states);
    }
    List<Column> row = new ArrayList<>();
    Change.others(states).stream()
        .filter(name -> !rules.isKey(name))
        .forEach(name -> row.add(Columns.named(name)));
    row.add(col(Change.COLUMN));
    Column latest = max_by(struct(row.toArray(Column[]::new)), col(Change.COLUMN)).as(ROW);
    Column[] keys = rules.keys().stream().map(Columns::named).toArray(Column[]::new);
    Dataset<Row> grouped = states.groupBy(keys).agg(latest, max(Change.DELETED).as(Change.DELETED));
    List<Column> all = new ArrayList<>();
    for (String name : states.columns()) {
      boolean grouping = rules.isKey(name) || name.equals(Change.DELETED);
      all.add(grouping ? Columns.named(name).as(name) : col(ROW).getField(name).as(name));
    }
    return grouped.select(all.toArray(Column[]::new));
  }
}
