package io.millrace.transforms;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.array_compact;
import static org.apache.spark.sql.functions.array_max;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.collect_set;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.filter;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.map_from_entries;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.max_by;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.when;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.WindowSpec;

/**
 * The same where changes supply only some columns: each column has a last writer of its own. What a
 * deletion took away does not come back with a later change that does not supply it. A row that
 * stays though it is deleted keeps what it had, so there the deletion before its last change is
 * remembered too, among the writers under a name that no column has.
 */
record ColumnStates(ChangeRules rules) {

  private static final String VALUE = Trace.PREFIX + "value";
  private static final String WRITER = Trace.PREFIX + "writer";
  private static final String DELETION = Trace.PREFIX + "deletion";
  private static final String DELETIONS = Trace.PREFIX + "deletions";
  private static final String EARLIER = "";

  Dataset<Row> perKey(Dataset<Row> states) {
    List<String> data = data(states);
    Column[] keys = rules.keys().stream().map(Columns::named).toArray(Column[]::new);
    List<Column> aggregates = aggregates(data, col(Change.COLUMN), aggregate -> aggregate);
    aggregates.add(max(Change.DELETED).as(Change.DELETED));
    if (rules.deletes() == Deletes.SOFT) {
      Column earlier = col(Change.COLUMNS).getItem(EARLIER);
      aggregates.add(concat(collect_set(col(Change.DELETED)), collect_set(earlier)).as(DELETIONS));
    }
    Dataset<Row> grouped =
        states
            .groupBy(keys)
            .agg(max(Change.COLUMN).as(Change.COLUMN), aggregates.toArray(Column[]::new));
    Column deletion =
        rules.deletes() == Deletes.SOFT
            ? array_max(filter(col(DELETIONS), one -> one.lt(col(Change.COLUMN))))
            : col(Change.DELETED);
    Dataset<Row> known = grouped.withColumn(DELETION, deletion);
    return resolved(known, List.of(states.columns()), data, rules.deletes());
  }

  /**
   * Events with the values that stand after each of them.
   *
   * @param event the column that says which change it is
   * @param deletion the same column where the event is a deletion, else null
   * @param soFar an event and all before it
   */
  Dataset<Row> running(Dataset<Row> events, Column event, Column deletion, WindowSpec soFar) {
    List<String> data = data(events);
    List<Column> all = aggregates(data, event, aggregate -> aggregate.over(soFar));
    all.add(max(deletion).over(soFar).as(DELETION));
    all.add(0, col("*"));
    Dataset<Row> known = events.select(all.toArray(Column[]::new));
    return resolved(known, List.of(events.columns()), data, Deletes.HARD);
  }

  private List<String> data(Dataset<Row> states) {
    return Change.others(states).stream().filter(name -> !rules.isKey(name)).toList();
  }

  /** The last value of each column, and who wrote it. */
  private static List<Column> aggregates(
      List<String> data, Column change, UnaryOperator<Column> over) {
    List<Column> all = new ArrayList<>();
    for (int i = 0; i < data.size(); i++) {
      // Of a row from before changes were partial, its only change.
      Column whole = when(col(Change.COLUMNS).isNull(), change);
      Column writer = whole.otherwise(col(Change.COLUMNS).getItem(Change.columnKey(data.get(i))));
      Column value = struct(Columns.named(data.get(i)).as("v"));
      all.add(over.apply(max_by(value, writer)).as(VALUE + i));
      all.add(over.apply(max(writer)).as(WRITER + i));
    }
    return all;
  }

  /** What a deletion before a row's last change does not take. */
  private static Dataset<Row> resolved(
      Dataset<Row> known, List<String> columns, List<String> data, Deletes deletes) {
    Column deletion = col(DELETION);
    List<Column> entries = new ArrayList<>();
    if (deletes == Deletes.SOFT) {
      Column earlier = struct(lit(EARLIER).as("key"), deletion.as("value"));
      entries.add(when(deletion.isNotNull(), earlier));
    }
    Map<String, Column> values = new HashMap<>();
    for (int i = 0; i < data.size(); i++) {
      Column writer = col(WRITER + i);
      Column stands = writer.isNotNull().and(coalesce(writer.gt(deletion), lit(true)));
      values.put(data.get(i), when(stands, col(VALUE + i).getField("v")));
      entries.add(
          when(stands, struct(lit(Change.columnKey(data.get(i))).as("key"), writer.as("value"))));
    }
    if (!entries.isEmpty()) {
      Column[] all = entries.toArray(Column[]::new);
      values.put(Change.COLUMNS, map_from_entries(array_compact(array(all))));
    }
    return known.select(
        columns.stream()
            .map(name -> values.getOrDefault(name, Columns.named(name)).as(name))
            .toArray(Column[]::new));
  }
}
