package io.millrace.jobs.table;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import io.millrace.transforms.Change;
import io.millrace.transforms.ChangeRules;
import io.millrace.transforms.Columns;
import io.millrace.transforms.Deletes;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
    Views views) {

  private static final String DROP = "_millrace_drop";
  private static final int MOST_ROUNDS = 5;

  void merge(Dataset<Row> batch) {
    boolean remembers = Tombstones.areKept(rules);
    if (remembers) {
      Dataset<Row> deletions = tombstones.among(batch);
      if (!deletions.isEmpty()) {
        spark.sql(tombstones.remember(views.of(deletions), batch.schema()));
      }
    }
    Optional<String> known;
    int rounds = 0;
    do {
      known = remembers ? tombstones.table().commits().version() : Optional.empty();
      if (rules.scdType() == 2) {
        versions(batch);
      } else {
        latest(batch);
      }
      // Another job may have deleted keys meanwhile of which the table knew nothing.
    } while (remembers
        && !tombstones.table().commits().version().equals(known)
        && ++rounds < MOST_ROUNDS);
    String horizon = remembers ? tombstones.horizon(batch) : null;
    if (horizon != null) {
      tombstones.forget(horizon, spark);
    }
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
    if (rules.applyAsTruncateWhen().isPresent()) {
      truncate(batch, hard);
    }
    if (Arrays.asList(batch.columns()).contains(Change.COLUMNS)) {
      spark.sql(sql(views.kept(settled(batch))).settled(hard));
    } else if (hard || rules.applyAsTruncateWhen().isPresent()) {
      MergeSql merge = sql(withDeletions(batch));
      spark.sql(hard ? merge.hard() : merge.soft());
    } else {
      spark.sql(sql(views.of(batch)).soft());
    }
  }

  private MergeSql sql(String source) {
    return new MergeSql(table.name(), source, rules.keys(), List.of(columns.fieldNames()));
  }

  /** The last truncation takes what was there before it, whether the batch knows the key or not. */
  private void truncate(Dataset<Row> batch, boolean hard) {
    Dataset<Row> cuts = batch.where(col(Change.DELETED).getField("op").equalTo("T"));
    if (cuts.isEmpty()) {
      return;
    }
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
    return "(SELECT %s, greatest(%s) AS %s FROM %s s LEFT JOIN %s d ON %s WHERE %s)"
        .formatted(
            others,
            known,
            deleted,
            source,
            tombstones.table().name().sql(),
            MergeSql.on(rules.keys(), "s", "d", "="),
            anyKey);
  }

  private Column anyKey() {
    return rules.keys().stream()
        .map(key -> Columns.named(key).isNotNull())
        .reduce(Column::and)
        .orElseThrow();
  }

  /** What the rows of these keys are to be, made from what they are: columns may be left as is. */
  private Dataset<Row> settled(Dataset<Row> batch) {
    Dataset<Row> known = ofSameKeys(table.rows(), batch).unionByName(batch, true);
    if (Tombstones.areKept(rules)) {
      Dataset<Row> deletions = tombstones.table().rows();
      Dataset<Row> ours =
          ofSameKeys(deletions, batch)
              .unionByName(deletions.where(Columns.named(rules.keys().get(0)).isNull()));
      known = known.unionByName(ours, true);
    }
    return rules.merged(known).where(anyKey());
  }

  private Dataset<Row> ofSameKeys(Dataset<Row> rows, Dataset<Row> batch) {
    Column[] keys = rules.keys().stream().map(Columns::named).toArray(Column[]::new);
    String one = views.of(rows);
    String other = views.of(batch.select(keys).distinct());
    return spark.sql(
        "SELECT * FROM %s o LEFT SEMI JOIN %s k ON %s"
            .formatted(one, other, MergeSql.on(rules.keys(), "o", "k", "=")));
  }

  /** All versions of the keys in question are made anew, and those that differ are written. */
  private void versions(Dataset<Row> batch) {
    Dataset<Row> present = ofSameKeys(table.rows(), batch);
    Dataset<Row> deletions = ofSameKeys(tombstones.table().rows(), batch);
    Dataset<Row> states =
        present
            .drop(Change.START, Change.END)
            .unionByName(deletions, true)
            .unionByName(batch, true);
    Dataset<Row> wanted =
        rules.history(states).where(col(Change.COLUMN).isNotNull()).withColumn(DROP, lit(false));
    List<String> identity = new java.util.ArrayList<>(rules.keys());
    identity.add(Change.COLUMN);
    String now = views.of(present);
    String then = views.kept(wanted);
    Dataset<Row> over =
        spark
            .sql(
                "SELECT * FROM %s o LEFT ANTI JOIN %s k ON %s"
                    .formatted(now, then, MergeSql.on(identity, "o", "k", "=")))
            .withColumn(DROP, lit(true));
    String source = views.kept(spark.table(then).unionByName(over));
    MergeSql merge = new MergeSql(table.name(), source, identity, List.of(columns.fieldNames()));
    List<String> changing = List.of(Change.START, Change.END, Change.DELETED);
    spark.sql(merge.versions(DROP, changing));
  }
}
