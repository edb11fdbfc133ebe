package io.millrace.jobs.table;

import io.millrace.transforms.InvalidInputException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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

  /**
   * How the table that is there is partitioned; empty if there is none.
   *
   * @throws InvalidInputException if not as the job means it: other rows would be replaced
   */
  public List<String> requirePartitions() {
    if (!looked(table::exists)) {
      return List.of();
    }
    TablePartitions partitions = TablePartitions.of(table.catalog());
    partitions.require(design.partitionBy());
    TablePartitions.requireOneSpec(table.catalog());
    return partitions.parts();
  }

  /** Adds rows. */
  public void append(Dataset<Row> rows, String run) {
    look();
    write(rows, run, TargetTable::append);
  }

  /** Adds rows to a table without any; fails if somebody else adds some meanwhile. */
  public void fill(Dataset<Row> rows, String run) {
    look();
    requireEmpty();
    write(
        rows,
        run,
        (to, all) -> {
          if (design.format() == TableFormat.ICEBERG) {
            to.replace(all, to.since(before.version()));
          } else {
            // Delta would replace what has come between the look and the write.
            to.append(all);
            to.requireFirst(run, before.version());
          }
        });
  }

  /**
   * Writes these rows in the place of all others.
   *
   * @param read what the job has read: rows that came since into this table are not replaced, but
   *     fail the run
   */
  public void replace(Dataset<Row> rows, String run, List<TableRead> read) {
    look();
    write(rows, run, (to, all) -> to.replace(all, since(read)));
  }

  /** The same for the others in the partitions that these rows are of. */
  public void replacePartitions(Dataset<Row> rows, String run, List<TableRead> read) {
    look();
    write(rows, run, (to, all) -> to.replacePartitions(all, since(read)));
    TablePartitions.requireOneSpec(table.catalog());
  }

  private Map<String, String> since(List<TableRead> all) {
    return all.stream()
        .filter(read -> read.newest() && read.table().equals(table.name()))
        .findFirst()
        .map(read -> table.since(read.version().map(TableVersion::id)))
        .orElse(Map.of());
  }

  /** Makes the table if it is not there, for a run without rows. */
  public void create(Dataset<Row> rows, String run) {
    look();
    write(rows, run, (to, none) -> {});
  }

  private void look() {
    try {
      before = TableState.of(spark, table, design.format());
    } catch (Exception e) {
      // Spark throws its checked AnalysisException undeclared.
      throw table.catalog().failure("cannot look at", e);
    }
  }

  private void write(Dataset<Row> rows, String run, BiConsumer<TargetTable, Dataset<Row>> how) {
    try {
      new CommitTag(spark, design.format(), run)
          .during(
              () -> {
                before.make(design, rows.schema());
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
