package io.millrace.jobs.table;

import io.millrace.transforms.InvalidInputException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.BooleanSupplier;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;

/** A table that the rows of a run go to, in one commit. */
public final class WriteTarget {

  private final SparkSession spark;
  private final NewTable design;
  private final TargetTable table;
  private TableState before;

  /** Nothing is looked at yet. */
  public WriteTarget(SparkSession spark, TableName name, NewTable design) {
    this.spark = spark;
    this.design = design;
    this.table = new TargetTable(spark, name, design.format());
  }

  /**
   * What writing these columns would find or make.
   *
   * @throws InvalidInputException if it could not
   */
  public List<String> plan(StructType columns) {
    table.catalog().check();
    List<String> sentences = new ArrayList<>();
    sentences.add("rows into the %s table %s".formatted(design.format().word(), table.name()));
    sentences.addAll(table.plan(design, columns, List.of()));
    return sentences;
  }

  /** Fails if the table has a row. */
  public void requireEmpty() {
    if (looked(() -> table.exists() && !table.rows().isEmpty())) {
      throw new InvalidInputException(
          "sink.table: %s holds rows already; set mode = append, overwrite or overwrite-partitions, or write elsewhere"
              .formatted(table.name()));
    }
  }

  /** Fails if the table is there and has no partitions: then all of it would be replaced. */
  public void requirePartitioned() {
    if (looked(() -> table.exists() && !table.isPartitioned())) {
      throw new InvalidInputException(
          "sink.mode: %s has no partitions, so overwrite-partitions would replace all its rows; set mode = overwrite, or make the table anew"
              .formatted(table.name()));
    }
  }

  /** Adds rows. */
  public void append(Dataset<Row> rows, String run) {
    write(rows, run, TargetTable::append);
  }

  /** Writes these rows in the place of all others. */
  public void replace(Dataset<Row> rows, String run) {
    write(rows, run, TargetTable::replace);
  }

  /** Writes these rows in the place of all others in the partitions that they are of. */
  public void replacePartitions(Dataset<Row> rows, String run) {
    write(rows, run, TargetTable::replacePartitions);
  }

  /** Makes the table if it is not there, for a run without rows. */
  public void create(Dataset<Row> rows, String run) {
    write(rows, run, (to, none) -> {});
  }

  private void write(Dataset<Row> rows, String run, BiConsumer<TargetTable, Dataset<Row>> how) {
    try {
      before = TableState.of(table);
      new CommitTag(spark, design.format(), run)
          .during(
              () -> {
                if (!before.existed()) {
                  table.create(design, rows.schema());
                }
                how.accept(table, rows);
              });
    } catch (Exception e) {
      // Spark throws its checked AnalysisException undeclared.
      throw table.catalog().failure("cannot write to", e);
    }
  }

  /** Whether one of these runs has written its rows, and they were not taken back. */
  public boolean holds(List<String> runs) {
    if (runs.isEmpty()) {
      return false;
    }
    table.catalog().check();
    return looked(() -> table.exists() && table.commits().holds(runs));
  }

  private boolean looked(BooleanSupplier look) {
    try {
      return look.getAsBoolean();
    } catch (Exception e) {
      // Spark throws its checked AnalysisException undeclared.
      throw table.catalog().failure("cannot look at", e);
    }
  }

  /** Takes back what this run wrote. */
  public void withdraw(String run) {
    if (before != null) {
      before.restore(run);
    }
  }

  /** Rows of the table. */
  public Dataset<Row> rows() {
    return table.rows();
  }
}
