package io.millrace.jobs.table;

import static org.apache.spark.sql.functions.lit;

import io.millrace.transforms.Change;
import io.millrace.transforms.ChangeRules;
import io.millrace.transforms.Deletes;
import io.millrace.transforms.InvalidInputException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;

/** A table that changes are merged into, and the one beside it that remembers deletions. */
public final class MergeTarget {

  private final SparkSession spark;
  private final NewTable design;
  private final ChangeRules rules;
  private final TargetTable table;
  private final Tombstones tombstones;
  private final Deque<TableState> before = new ArrayDeque<>();
  private Map<String, Long> changed = Map.of();
  private boolean checked;

  /** Nothing is looked at yet. */
  public MergeTarget(
      SparkSession spark,
      TableName name,
      TableName tombstones,
      NewTable design,
      ChangeRules rules) {
    this.spark = spark;
    this.design = design;
    this.rules = rules;
    this.table = new TargetTable(spark, name, design.format());
    this.tombstones = new Tombstones(new TargetTable(spark, tombstones, design.format()), rules);
  }

  /**
   * What {@link #merge} would do.
   *
   * @param batch as there; only its columns matter
   * @param alterations of the table, before
   * @throws InvalidInputException if it could not
   */
  public List<String> plan(Dataset<Row> batch, List<Alteration> alterations) {
    check();
    StructType columns = columns(batch);
    List<String> sentences = new ArrayList<>();
    sentences.add("changes into the %s table %s".formatted(design.format().word(), table.name()));
    sentences.addAll(table.plan(design, columns, alterations));
    requireDeletes(table.exists() ? table.properties() : design.allProperties());
    sentences.add(manner());
    if (Tombstones.areKept(rules)) {
      tombstones.table().catalog().check();
      if (tombstones.table().exists()) {
        StructType keys = tombstones.columns(batch.schema());
        tombstones.table().requireFit(keys, tombstones.alterations(keys));
      } else {
        new TablePlace(tombstones.table().catalog()).requireFree().ifPresent(sentences::add);
      }
      sentences.add(
          "deletions are remembered for %s in %s"
              .formatted(words(rules.tombstoneLifetime()), tombstones.table().name()));
    }
    return sentences;
  }

  /**
   * Format version 1 of Iceberg knows no deletions beside files, which would fail the first one.
   */
  private void requireDeletes(Map<String, String> properties) {
    if ("1".equals(properties.get("format-version"))
        && "merge-on-read".equals(properties.get("write.merge.mode"))) {
      throw table
          .catalog()
          .mistake(
              "table: %s is of format version 1, which keeps no deletions beside files; set its property format-version to 2, or write.merge.mode, write.update.mode and write.delete.mode to copy-on-write"
                  .formatted(table.name()));
    }
  }

  private String manner() {
    String keys = String.join(", ", rules.keys());
    if (rules.scdType() == 2) {
      return "one row per version of " + keys;
    }
    return rules.deletes() == Deletes.SOFT
        ? "one row per %s; a deleted one stays, with %s".formatted(keys, Change.DELETED)
        : "one row per %s; a deleted one leaves".formatted(keys);
  }

  private static String words(Duration duration) {
    return duration.equals(Duration.ofDays(duration.toDays()))
        ? duration.toDays() + " days"
        : duration.toSeconds() + " s";
  }

  /** Fails if the tables were made for other keys, or for another table. */
  public void requireOurs() {
    marks().require();
  }

  private MergeMarks marks() {
    return new MergeMarks(table, tombstones.table(), rules.keys());
  }

  private void check() {
    if (!checked) {
      table.catalog().check();
      checked = true;
    }
  }

  /** All columns of the table that is there. */
  public Optional<StructType> columns() {
    check();
    return table.exists() ? Optional.of(table.rows().schema()) : Optional.empty();
  }

  /** Which full loads the rows and deletions are of. */
  public HeldLoads held() {
    List<Dataset<Row>> changes = new ArrayList<>();
    if (table.exists()) {
      changes.add(table.rows());
    }
    if (Tombstones.areKept(rules) && tombstones.table().exists()) {
      changes.add(tombstones.table().rows().withColumnRenamed(Change.DELETED, Change.COLUMN));
    }
    return new HeldLoads(changes);
  }

  /** The batch with the column that a table has whose changes may supply only some columns. */
  public Dataset<Row> completed(Dataset<Row> batch) {
    boolean lacks = !List.of(batch.columns()).contains(Change.COLUMNS);
    boolean needed =
        lacks
            && columns()
                .filter(all -> List.of(all.fieldNames()).contains(Change.COLUMNS))
                .isPresent();
    String change = batch.schema().apply(Change.COLUMN).dataType().sql();
    return needed
        ? batch.withColumn(Change.COLUMNS, lit(null).cast("map<string, " + change + ">"))
        : batch;
  }

  /** The columns of the table. */
  private StructType columns(Dataset<Row> batch) {
    if (rules.scdType() == 2) {
      return rules.history(batch).schema();
    }
    return (rules.deletes() == Deletes.HARD ? batch.drop(Change.DELETED) : batch).schema();
  }

  /**
   * Makes the tables if they are not there, and merges.
   *
   * @param batch states of keys: merged for rows as they are now, as they came for all versions;
   *     read several times
   * @param facts of the batch
   * @param alterations of the table, before
   * @param replacing whether all other rows leave
   */
  public void merge(
      Dataset<Row> batch,
      StateFacts facts,
      List<Alteration> alterations,
      boolean replacing,
      String run) {
    try {
      write(batch, facts, alterations, replacing, run);
    } catch (Exception e) {
      // Spark throws its checked AnalysisException undeclared.
      throw table.catalog().failure("cannot merge into", e);
    }
  }

  private void write(
      Dataset<Row> batch,
      StateFacts facts,
      List<Alteration> alterations,
      boolean replacing,
      String run) {
    StructType columns = columns(batch);
    List<StructType> shapes = new ArrayList<>(List.of(columns));
    if (Tombstones.areKept(rules)) {
      before.push(TableState.of(spark, tombstones.table(), design.format()));
      shapes.add(tombstones.columns(batch.schema()));
    }
    // First, as it is taken back first: if it cannot be, its deletions stay remembered.
    before.push(TableState.of(spark, table, design.format()));
    CommitTag tag = new CommitTag(spark, design.format(), run);
    tag.during(
        () -> {
          int at = 0;
          for (TableState state : before) {
            StructType shape = shapes.get(at++);
            state.make(state.table() == table ? marks().on(design) : marks().beside(design), shape);
          }
          tombstones.alterations(batch.schema()).forEach(tombstones.table()::alter);
          alterations.forEach(table::alter);
          if (facts.states() > 0) {
            try (Views views = new Views(spark, run)) {
              SoughtKeys sought = SoughtKeys.of(batch, rules.keys(), facts, table, views);
              Merging merging =
                  new Merging(spark, rules, table, tombstones, columns, run, facts, sought, views);
              if (replacing) {
                merging.replace(batch);
              } else {
                merging.merge(batch);
              }
            }
            changed =
                replacing
                    ? Map.of()
                    : new ChangedRows(spark, table.name(), design.format()).by(run);
          }
        });
  }

  /** Rows that the last merge inserted, updated and deleted, where the format tells. */
  public Map<String, Long> changed() {
    return changed;
  }

  /** Takes back what this run merged. */
  public void withdraw(String run) {
    while (!before.isEmpty()) {
      before.pop().restore(run);
    }
  }

  /** Rows of the table, without what tells of their changes. */
  public Dataset<Row> rows() {
    return table.rows().drop(Change.COLUMN, Change.DELETED, Change.COLUMNS);
  }
}
