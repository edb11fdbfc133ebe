package io.millrace.transforms;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.collect_set;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.raise_error;
import static org.apache.spark.sql.functions.size;
import static org.apache.spark.sql.functions.spark_partition_id;
import static org.apache.spark.sql.functions.when;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;
import org.apache.spark.sql.types.DataType;

/** Puts changes in order, and sets aside those that have no place in it. */
record ChangeOrder(ChangeRules rules) {

  private static final String PLACE = "changes";
  private static final String LEVEL = Trace.PREFIX + "level";
  private static final String TIED = Trace.PREFIX + "tied";
  private static final String TIE =
      "another change of the same key is level with it in the declared order, and differs";
  // Not deterministic, so that Spark judges no row that a step before this one took out.
  private static final Column FITS = spark_partition_id().geq(0);

  Dataset<Row> judged(Dataset<Row> rows) {
    check(rows);
    Dataset<Row> ordered = Change.folded(rows);
    ordered = rejectNulls(ordered, rules.sequenceBy(), "the sequence column %s is null");
    ordered = Change.isIn(rows) ? reordered(ordered) : ordered(ordered);
    Column truncates = Change.part("op").equalTo("T");
    for (String key : rules.keys()) {
      Column none = Columns.named(key).isNull().and(truncates.equalTo(false));
      String reason = "the key column %s is null".formatted(key);
      ordered = Trace.reject(ordered, PLACE, key, when(none, lit(reason)));
    }
    if (rules.scdType() == 2) {
      Column timeless = Change.part("phase").equalTo(1).and(Change.part("at").isNull());
      Column reason = when(timeless, lit("the change has no time, which a history counts in"));
      ordered = Trace.reject(ordered, PLACE, null, reason);
    }
    return rules.ties() == Ties.LAST ? ordered : untied(ordered);
  }

  /** What a change does not supply stands under the old key, whose last state nobody knows yet. */
  Dataset<Row> wholeIfMoved(Dataset<Row> judged) {
    ChangeEffects effects = new ChangeEffects(rules);
    Optional<Column> moved = effects.moved(judged);
    if (moved.isEmpty()) {
      return judged;
    }
    Column misfit = Change.part("op").isin("I", "U").and(effects.isMisfit(judged));
    String old = "the key as it was before does not fit the type of the key";
    Dataset<Row> fitting = Trace.reject(judged, PLACE, null, when(misfit, lit(old)));
    if (!rules.isPartial(judged)) {
      return fitting;
    }
    String reason = "the key changed, and the change does not supply every column";
    Column partial = moved.get().and(effects.isPartial(judged));
    return Trace.reject(fitting, PLACE, null, when(partial, lit(reason)));
  }

  private void check(Dataset<Row> rows) {
    Require.columns(rows, PLACE + ".keys", rules.keys());
    Require.columns(rows, PLACE + ".sequence-by", rules.sequenceBy());
    Require.columns(rows, PLACE + ".columns", rules.columns());
    Require.columns(rows, PLACE + ".except-columns", rules.exceptColumns());
    boolean known = Change.isIn(rows);
    if (!known && rules.sequenceBy().isEmpty()) {
      throw new InvalidInputException(
          "changes.sequence-by: nothing puts the changes in order; name the columns that do, or use normalize-dms-changes before");
    }
    if (known && !rules.sequenceBy().isEmpty()) {
      throw new InvalidInputException(
          "changes.sequence-by: the rows have %s, which puts them in order already; leave sequence-by out"
              .formatted(Change.COLUMN));
    }
    if (known) {
      new ChangeEffects(rules).requireImages(rows);
    }
    for (String name : List.of(Change.DELETED, Change.COLUMNS, Change.START, Change.END)) {
      if (Trace.dataColumns(rows).stream().anyMatch(name::equalsIgnoreCase)) {
        throw new InvalidInputException(
            "changes: the rows have a column %s, which is written here; rename or drop it before"
                .formatted(name));
      }
    }
    for (String key : rules.keys()) {
      DataType type = Require.field(rows, key).dataType();
      if (type.catalogString().matches("(?s).*\\b(map<|variant).*")) {
        throw new InvalidInputException(
            "changes.keys: column %s is %s, which cannot be compared"
                .formatted(key, type.catalogString()));
      }
    }
  }

  private static Dataset<Row> rejectNulls(Dataset<Row> rows, List<String> names, String reason) {
    Dataset<Row> result = rows;
    for (String name : names) {
      Column none = when(Columns.named(name).isNull(), lit(reason.formatted(name)));
      result = Trace.reject(result, PLACE, name, none);
    }
    return result;
  }

  private Dataset<Row> ordered(Dataset<Row> rows) {
    List<Column> sequence = rules.sequenceBy().stream().map(Columns::named).toList();
    Column op = op(rows, lit("U"));
    Column change =
        Change.of(
            lit(0),
            lit(1),
            sequence,
            sequence.get(0),
            Change.origin(rows, Trace.FILE),
            Change.position(rows, op.equalTo("D")),
            op);
    return withChange(rows, change);
  }

  /** The operation may still be told by conditions. */
  private Dataset<Row> reordered(Dataset<Row> rows) {
    if (rules.applyAsDeleteWhen().isEmpty() && rules.applyAsTruncateWhen().isEmpty()) {
      return rows;
    }
    Column op = op(rows, Change.part("op"));
    return withChange(rows, col(Change.COLUMN).withField("op", op));
  }

  private static Dataset<Row> withChange(Dataset<Row> rows, Column change) {
    List<Column> all = new ArrayList<>();
    Trace.dataColumns(rows).stream()
        .filter(name -> !name.equals(Change.COLUMN))
        .forEach(name -> all.add(Columns.named(name)));
    all.add(change.as(Change.COLUMN));
    return Trace.select(rows, all);
  }

  private Column op(Dataset<Row> rows, Column otherwise) {
    Column deletes = condition(rows, "apply-as-delete-when", rules.applyAsDeleteWhen().orElse(""));
    Column truncates =
        condition(rows, "apply-as-truncate-when", rules.applyAsTruncateWhen().orElse(""));
    return when(truncates, "T").when(deletes, "D").otherwise(otherwise);
  }

  private static Column condition(Dataset<Row> rows, String key, String sql) {
    return sql.isEmpty()
        ? lit(false)
        : coalesce(new SqlExpression(key, sql).ofARow(rows, PLACE).cast("boolean"), lit(false));
  }

  /** Sets aside what the declared order leaves level with a change that is not its equal. */
  private Dataset<Row> untied(Dataset<Row> rows) {
    Dataset<Row> leveled = rows.withColumn(LEVEL, Change.declared(rows));
    List<Column> level = new ArrayList<>(rules.keys().stream().map(Columns::named).toList());
    level.add(col(LEVEL));
    Column usable = Trace.isOn(rows) ? col(Trace.ASIDE).isNull() : lit(true);
    Column contents =
        collect_set(when(usable, Change.content(rows, Change.part("op").equalTo("D"))))
            .over(Window.partitionBy(level.toArray(Column[]::new)));
    Dataset<Row> compared = leveled.withColumn(TIED, size(contents).gt(1));
    Dataset<Row> judged =
        rules.ties() == Ties.QUARANTINE
            ? Trace.reject(compared, PLACE, null, when(col(TIED), lit(TIE)))
            : compared.where(
                when(col(TIED), raise_error(lit("changes.ties: " + TIE))).otherwise(FITS));
    return judged.drop(LEVEL, TIED);
  }
}
