package io.millrace.jobs.table;

import io.millrace.transforms.InvalidInputException;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;

/** A table as it was before a run wrote to it. */
final class TableState {

  private final SparkSession spark;
  private final TargetTable table;
  private final TableFormat format;
  private final boolean existed;
  private final Optional<String> version;
  private boolean made;

  private TableState(SparkSession spark, TargetTable table, TableFormat format) {
    this.spark = spark;
    this.table = table;
    this.format = format;
    existed = table.exists();
    version = existed ? table.commits().version() : Optional.empty();
  }

  static TableState of(SparkSession spark, TargetTable table, TableFormat format) {
    return new TableState(spark, table, format);
  }

  TargetTable table() {
    return table;
  }

  Optional<String> version() {
    return version;
  }

  /**
   * Makes the table if it was not there; of one that nothing was written to, the run that made it
   * may have been killed before it was ordered.
   */
  void make(NewTable design, StructType columns) {
    if (!existed) {
      try {
        table.create(design, columns);
      } catch (Exception e) {
        // Spark throws its checked AnalysisException undeclared.
        if (table.exists()) {
          throw new IllegalStateException("a " + CatalogFailure.CONFLICT + " table", e);
        }
        throw e;
      }
      made = true;
    }
    if (version.isEmpty()) {
      table.order(design);
    }
  }

  /** Takes back what a run has committed since, if nobody else has written after it. */
  void restore(String run) {
    if (!table.exists()) {
      return;
    }
    CommitLog commits = table.commits();
    if (!made && !commits.has(run, version)) {
      return;
    }
    if (!commits.endsWith(run, version)) {
      throw stays(run);
    }
    Optional<String> before = commits.before(run, version);
    Optional<String> now = commits.version();
    if (made && before.isEmpty()) {
      table.drop();
    } else if (!now.equals(before)) {
      CommitTag.withdrawing(spark, format, run).during(() -> show(before));
      // Nothing has compared what readers saw with the look: whoever came between goes first.
      giveBack(commits.shownAfter(now.orElseThrow()), before, run);
    }
  }

  /** Shows again what others committed on top of ours before ours was taken back. */
  private void giveBack(List<CommitLog.Commit> shown, Optional<String> before, String run) {
    String withdrawn = CommitTag.withdrawn(run);
    int back = 0;
    while (back < shown.size()
        && !withdrawn.equals(shown.get(back).run())
        && !before.equals(Optional.of(shown.get(back).version()))) {
      back++;
    }
    if (back == 0 || back == shown.size()) {
      return;
    }
    String theirs = shown.get(back - 1).version();
    if (back < shown.size() - 1) {
      throw new InvalidInputException(
          "sink.table: somebody else wrote to %s while what run %s had written was taken back; version %s of theirs is no longer shown, and others have come since: put its rows back by hand"
              .formatted(table.name(), run, theirs));
    }
    new CommitTag(spark, format, run).during(() -> show(Optional.of(theirs)));
    throw stays(run);
  }

  private InvalidInputException stays(String run) {
    return new InvalidInputException(
        "sink.table: %s was written by somebody else since run %s, so what that run wrote stays; take it back by hand"
            .formatted(table.name(), run));
  }

  /** Shows readers another version; without one, no rows. */
  private void show(Optional<String> other) {
    String name = table.name().sql();
    if (other.isEmpty()) {
      spark.sql("DELETE FROM " + name);
    } else if (format == TableFormat.ICEBERG) {
      // A procedure would do it too, but needs Iceberg's extension of Spark.
      spark.sql(
          "ALTER TABLE %s SET TBLPROPERTIES ('current-snapshot-id' = '%s')"
              .formatted(name, other.get()));
    } else {
      spark.sql("RESTORE TABLE %s TO VERSION AS OF %s".formatted(name, other.get()));
    }
  }
}
