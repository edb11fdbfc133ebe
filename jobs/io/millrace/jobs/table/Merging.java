package io.millrace.jobs.table;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import io.millrace.transforms.Change;
import io.millrace.transforms.ChangeRules;
import io.millrace.transforms.Columns;
import io.millrace.transforms.Deletes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;

/**
 * The statements of one merge: first the deletions are remembered, so that a run that dies is
 * repeated with them, then one MERGE changes the table.
 */
record Merging(
    SparkSession spark,
    ChangeRules rules,
    TargetTable table,
    Tombstones tombstones,
    StructType columns,
    String run,
    StateFacts facts,
    SoughtKeys sought,
    Views views) {

  private static final String DROP = "_millrace_drop";
  private static final String WAS = "_millrace_was";

  void merge(Dataset<Row> batch) {
    boolean remembers = Tombstones.areKept(rules);
    if (remembers && tombstones.remembered(facts) > 0) {
      String deletions = views.of(tombstones.among(batch));
      spark.sql(tombstones.remember(deletions, batch.schema(), within(tombstones.table())));
    }
    // Another job may delete keys of which the table knows nothing; and rows that are made of what
    // the table has are right only if it has no others when they are written.
    List<TargetTable> heeded = new ArrayList<>(remembers ? List.of(tombstones.table()) : List.of());
    if (rules.scdType() == 2 || isPartial(batch)) {
      heeded.add(table);
    }
    new MergeRounds(heeded, run)
        .run(
            () -> {
              if (rules.scdType() == 2) {
                versions(batch);
              } else {
                latest(batch);
              }
            });
    if (remembers) {
      facts.horizon().ifPresent(horizon -> tombstones.forget(horizon, spark));
    }
  }

  private static boolean isPartial(Dataset<Row> batch) {
    return Arrays.asList(batch.columns()).contains(Change.COLUMNS);
  }

  /** The batch is all there is; what is remembered of other deletions is forgotten. */
  void replace(Dataset<Row> batch) {
    if (Tombstones.areKept(rules)) {
      Dataset<Row> deletions = tombstones.among(batch);
      tombstones.table().replace(deletions, Map.of());
    }
    Dataset<Row> rows =
        rules.scdType() == 2
            ? rules.history(batch).where(col(Change.COLUMN).isNotNull())
            : batch.where(rules.deletes() == Deletes.HARD ? Change.isAlive() : anyKey());
    table.replace(
        rows.select(Arrays.stream(columns.fieldNames()).map(Columns::named).toArray(Column[]::new)),
        Map.of());
  }

  private void latest(Dataset<Row> batch) {
    boolean hard = rules.deletes() == Deletes.HARD;
    boolean cut = rules.applyAsTruncateWhen().isPresent() && facts.truncations() > 0;
    if (cut) {
      truncate(batch, hard);
    }
    if (isPartial(batch)) {
      // A truncation takes values of every row.
      List<KeyCondition> within = cut ? List.of() : within(table);
      spark.sql(sql(views.kept(settled(batch, cut)), within).settled(hard, WAS));
    } else if (hard || rules.applyAsTruncateWhen().isPresent()) {
      MergeSql merge = sql(withDeletions(batch), within(table));
      spark.sql(hard ? merge.hard() : merge.soft());
    } else {
      spark.sql(sql(views.of(batch), within(table)).soft());
    }
  }

  /** What is known of the keys of the batch, where a MERGE may look at no other rows. */
  private List<KeyCondition> within(TargetTable target) {
    return target.isMergedInPart() ? sought(target) : List.of();
  }

  /** What is known of the keys of the batch. */
  private List<KeyCondition> sought(TargetTable target) {
    return sought.in(target.rows().schema());
  }

  private MergeSql sql(String source, List<KeyCondition> within) {
    return new MergeSql(table.name(), source, rules.keys(), List.of(columns.fieldNames()), within);
  }

  /** The last truncation takes what was there before it, whether the batch knows the key or not. */
  private void truncate(Dataset<Row> batch, boolean hard) {
    Dataset<Row> cuts = batch.where(col(Change.DELETED).getField("op").equalTo("T"));
    String cut = views.of(cuts.selectExpr("max(%s) as cut".formatted(Change.DELETED)));
    String deleted = "t." + Change.DELETED;
    spark.sql(
        "MERGE INTO %s t USING %s s ON t.%s < s.cut WHEN MATCHED %s"
            .formatted(
                table.name().sql(),
                cut,
                Change.COLUMN,
                hard
                    ? "THEN DELETE"
                    : "AND (%1$s IS NULL OR %1$s < s.cut) THEN UPDATE SET %1$s = s.cut"
                        .formatted(deleted)));
  }

  /** The batch with the deletions that are remembered: what came late must not bring a row back. */
  private String withDeletions(Dataset<Row> batch) {
    String deleted = TableName.quoted(Change.DELETED);
    String source = views.of(batch);
    String others =
        Arrays.stream(batch.columns())
            .filter(name -> !name.equals(Change.DELETED))
            .map(name -> "s." + TableName.quoted(name))
            .collect(Collectors.joining(", "));
    String known = "s.%1$s, d.%1$s".formatted(deleted);
    if (rules.applyAsTruncateWhen().isPresent()) {
      known +=
          ", (SELECT max(%1$s) FROM %2$s WHERE %1$s.op = 'T')"
              .formatted(deleted, tombstones.table().name().sql());
    }
    String anyKey =
        rules.keys().stream()
            .map(key -> "s.%s IS NOT NULL".formatted(TableName.quoted(key)))
            .collect(Collectors.joining(" AND "));
    return "(SELECT %s, greatest(%s) AS %s FROM %s s LEFT JOIN %s d ON %s%s WHERE %s)"
        .formatted(
            others,
            known,
            deleted,
            source,
            tombstones.table().name().sql(),
            MergeSql.on(rules.keys(), "s", "d", "="),
            MergeSql.and(sought(tombstones.table()), "d"),
            anyKey);
  }

  private Column anyKey() {
    return rules.keys().stream()
        .map(key -> Columns.named(key).isNotNull())
        .reduce(Column::and)
        .orElseThrow();
  }

  /**
   * What the rows of these keys are to be, made from what they are: columns may be left as is.
   *
   * @param all whether of every key, because a truncation takes values of rows that it leaves
   */
  private Dataset<Row> settled(Dataset<Row> batch, boolean all) {
    Dataset<Row> there = spark.table(views.kept(all ? table.rows() : ofSameKeys(table, batch)));
    Dataset<Row> known = there.unionByName(batch, true);
    if (Tombstones.areKept(rules)) {
      Dataset<Row> deletions = tombstones.table().rows();
      Dataset<Row> ours =
          (all ? deletions : ofSameKeys(tombstones.table(), batch))
              .unionByName(deletions.where(Columns.named(rules.keys().get(0)).isNull()));
      known = known.unionByName(ours, true);
    }
    Dataset<Row> wanted = rules.merged(known).where(anyKey());
    return guarded(wanted, there, rules.keys());
  }

  /** With what the row of the same keys was, so that only that one is written. */
  private Dataset<Row> guarded(Dataset<Row> rows, Dataset<Row> there, List<String> keys) {
    String names = keys.stream().map(TableName::quoted).collect(Collectors.joining(", "));
    String identity = MergeSql.identity("o", List.of(columns.fieldNames()));
    String were =
        views.of(
            spark.sql(
                "SELECT %s, %s AS %s FROM %s o".formatted(names, identity, WAS, views.of(there))));
    return spark.sql(
        "SELECT s.*, o.%s FROM %s s LEFT JOIN %s o ON %s"
            .formatted(WAS, views.of(rows), were, MergeSql.on(keys, "s", "o", "=")));
  }

  private Dataset<Row> ofSameKeys(TargetTable target, Dataset<Row> batch) {
    Column[] keys = rules.keys().stream().map(Columns::named).toArray(Column[]::new);
    String one = views.of(target.rows());
    String other = views.of(batch.select(keys).distinct());
    return spark.sql(
        "SELECT * FROM %s o LEFT SEMI JOIN %s k ON %s%s"
            .formatted(
                one,
                other,
                MergeSql.on(rules.keys(), "o", "k", "="),
                MergeSql.and(sought(target), "o")));
  }

  /** All versions of the keys in question are made anew, and those that differ are written. */
  private void versions(Dataset<Row> batch) {
    // Kept, so that a version that another job adds from now on is not taken for one too many.
    Dataset<Row> present = spark.table(views.kept(ofSameKeys(table, batch)));
    Dataset<Row> deletions = ofSameKeys(tombstones.table(), batch);
    Dataset<Row> states =
        present
            .drop(Change.START, Change.END)
            .unionByName(deletions, true)
            .unionByName(batch, true);
    Dataset<Row> wanted =
        rules.history(states).where(col(Change.COLUMN).isNotNull()).withColumn(DROP, lit(false));
    List<String> identity = new ArrayList<>(rules.keys());
    identity.add(Change.COLUMN);
    String now = views.of(present);
    String then = views.kept(wanted);
    Dataset<Row> over =
        spark
            .sql(
                "SELECT * FROM %s o LEFT ANTI JOIN %s k ON %s"
                    .formatted(now, then, MergeSql.on(identity, "o", "k", "=")))
            .withColumn(DROP, lit(true));
    Dataset<Row> all = spark.table(then).unionByName(over);
    String source = views.kept(guarded(all, present, identity));
    MergeSql merge =
        new MergeSql(table.name(), source, identity, List.of(columns.fieldNames()), within(table));
    // A late change also has later versions say what it wrote and they did not.
    List<String> changing =
        isPartial(batch) ? List.of() : List.of(Change.START, Change.END, Change.DELETED);
    spark.sql(merge.versions(DROP, WAS, changing));
  }
}
