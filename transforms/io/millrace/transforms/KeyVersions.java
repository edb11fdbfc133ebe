package io.millrace.transforms;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.lag;
import static org.apache.spark.sql.functions.lead;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.when;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;
import org.apache.spark.sql.expressions.WindowSpec;

/**
 * The versions of each key, in the time of its source. A version holds from its own time until that
 * of the next change. A change whose time is not before that of a later one was never seen by
 * anybody: of several changes at one time only the last makes a version, and a row of a full load
 * makes none if a change of its key was committed before it was copied.
 */
record KeyVersions(ChangeRules rules) {

  private static final String EVENT = Trace.PREFIX + "event";
  private static final String UNTIL = Trace.PREFIX + "until";
  private static final String NEXT = Trace.PREFIX + "next";
  private static final String AFTER = Trace.PREFIX + "after";
  private static final String GONE = Trace.PREFIX + "gone";
  private static final String BEFORE = Trace.PREFIX + "before";

  Dataset<Row> history(Dataset<Row> states) {
    List<String> data = new ArrayList<>(Change.others(states));
    boolean partial = Arrays.asList(states.columns()).contains(Change.COLUMNS);
    if (partial) {
      data.add(Change.COLUMNS);
    }
    WindowSpec order = order();
    Dataset<Row> events = events(states, data);
    // Where changes supply only some columns, a deletion that nobody saw still took the others
    // away.
    Dataset<Row> seen = partial ? seen(running(events), col(GONE)) : seen(events, lit(false));
    Dataset<Row> linked =
        seen.withColumn(NEXT, lead(EVENT, 1).over(order))
            .withColumn(AFTER, lead(GONE, 1).over(order))
            .withColumn(BEFORE, lag(GONE, 1).over(order));
    // A deletion stands in the version that it ends; one that ends none is a row of its own.
    Column alone = col(GONE).and(coalesce(col(BEFORE), lit(true)));
    return linked.where(not(col(GONE)).or(alone)).select(versions(data));
  }

  private Column[] versions(List<String> data) {
    Column there = not(col(GONE));
    List<Column> all = new ArrayList<>();
    for (String name : data) {
      all.add(rules.isKey(name) ? Columns.named(name) : when(there, Columns.named(name)).as(name));
    }
    all.add(when(there, col(EVENT).getField("at")).as(Change.START));
    all.add(when(there, col(UNTIL).getField("at")).as(Change.END));
    all.add(when(there, col(EVENT)).as(Change.COLUMN));
    Column ended = when(col(AFTER), col(NEXT));
    all.add(when(there, ended).otherwise(col(EVENT)).as(Change.DELETED));
    return all.toArray(Column[]::new);
  }

  /** A row per upsert and per deletion. */
  private static Dataset<Row> events(Dataset<Row> states, List<String> data) {
    List<Column> all = new ArrayList<>(data.stream().map(Columns::named).toList());
    String each =
        "filter(array(struct(%s as c, false as gone), struct(%s as c, true as gone)), e -> e.c is not null)"
            .formatted(Change.COLUMN, Change.DELETED);
    all.add(explode(expr(each)).as(EVENT));
    List<Column> split = new ArrayList<>(data.stream().map(Columns::named).toList());
    split.add(col(EVENT).getField("c").as(EVENT));
    split.add(col(EVENT).getField("gone").as(GONE));
    return states.select(all.toArray(Column[]::new)).select(split.toArray(Column[]::new));
  }

  private Dataset<Row> running(Dataset<Row> events) {
    WindowSpec soFar = order().rowsBetween(Window.unboundedPreceding(), Window.currentRow());
    Column deletion = when(col(GONE), col(EVENT));
    return new ColumnStates(rules).running(events, col(EVENT), deletion, soFar);
  }

  /** Without those that are over when they begin, among them all but one of equal events. */
  private Dataset<Row> seen(Dataset<Row> events, Column keep) {
    // In a struct null, which is since ever, comes first.
    Column at = struct(col(EVENT).getField("at"));
    Column until = min(at).over(order().rowsBetween(1, Window.unboundedFollowing()));
    Column lasts = col(UNTIL).isNull().or(at.lt(col(UNTIL)));
    return events.withColumn(UNTIL, until).where(lasts.or(keep));
  }

  private WindowSpec order() {
    return Window.partitionBy(rules.keys().stream().map(Columns::named).toArray(Column[]::new))
        .orderBy(col(EVENT), col(GONE));
  }
}
