package io.millrace.jobs.table;

import static org.apache.spark.sql.functions.col;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** The commits of a table, each with the run that made it, if it was one of ours. */
record CommitLog(SparkSession spark, TableName name, TableFormat format) {

  private record Commit(Optional<String> before, String run) {}

  /** What readers see now; empty if nothing was ever written. */
  Optional<String> version() {
    refresh();
    List<Row> rows =
        (format == TableFormat.ICEBERG
                ? spark.sql(
                    "SELECT string(snapshot_id) FROM %s.refs WHERE name = 'main'"
                        .formatted(name.sql()))
                : history(1).select(col("version").cast("string")))
            .collectAsList();
    return rows.isEmpty() ? Optional.empty() : Optional.of(rows.get(0).getString(0));
  }

  /** A catalog may remember a table as it was before somebody else wrote to it. */
  private void refresh() {
    if (format == TableFormat.ICEBERG) {
      spark.sql("REFRESH TABLE " + name.sql());
    }
  }

  private Dataset<Row> history(long newest) {
    return spark.sql("DESCRIBE HISTORY %s LIMIT %s".formatted(name.sql(), newest));
  }

  /**
   * Whether what readers see now comes of {@code version}, or of nothing, by commits of this run
   * alone.
   */
  boolean isOnlyOf(String run, Optional<String> version) {
    Optional<String> now = version();
    return format == TableFormat.ICEBERG
        ? leadsTo(now, version, run)
        : leadsTo(Long.parseLong(now.orElse("-1")), Long.parseLong(version.orElse("-1")), run);
  }

  private Map<String, Commit> commits() {
    Map<String, Commit> commits = new HashMap<>();
    spark
        .sql(
            "SELECT string(snapshot_id), string(parent_id), summary['%s'] FROM %s.snapshots"
                .formatted(CommitTag.PROPERTY, name.sql()))
        .collectAsList()
        .forEach(
            row ->
                commits.put(
                    row.getString(0),
                    new Commit(Optional.ofNullable(row.getString(1)), row.getString(2))));
    return commits;
  }

  /**
   * Whether one of these runs has written what readers see, or what was there before it; a table
   * that was made or altered only was not written.
   */
  boolean holds(List<String> runs) {
    Set<String> withdrawn = new HashSet<>();
    for (String by : writers()) {
      if (runs.contains(by) && !withdrawn.contains(by)) {
        return true;
      }
      runs.stream().filter(run -> by.equals(CommitTag.withdrawn(run))).forEach(withdrawn::add);
    }
    return false;
  }

  /** Who wrote, the newest first. */
  private List<String> writers() {
    if (format == TableFormat.DELTA) {
      return spark
          .sql("DESCRIBE HISTORY " + name.sql())
          .where("operation in ('WRITE', 'RESTORE') and userMetadata is not null")
          .orderBy(col("version").desc())
          .select("userMetadata")
          .collectAsList()
          .stream()
          .map(row -> row.getString(0))
          .toList();
    }
    Optional<String> at = version();
    Map<String, Commit> commits = commits();
    List<String> writers = new ArrayList<>();
    while (at.isPresent() && commits.containsKey(at.get())) {
      Commit commit = commits.get(at.get());
      writers.add(String.valueOf(commit.run()));
      at = commit.before();
    }
    return writers;
  }

  private boolean leadsTo(Optional<String> now, Optional<String> version, String run) {
    Map<String, Commit> commits = commits();
    Optional<String> at = now;
    while (at.isPresent() && !at.equals(version)) {
      Commit commit = commits.get(at.get());
      if (commit == null || !run.equals(commit.run())) {
        return false;
      }
      at = commit.before();
    }
    return at.equals(version);
  }

  /** Versions of Delta are numbers without gaps. */
  private boolean leadsTo(long now, long version, String run) {
    long commits = now - version;
    return commits == 0
        || (commits > 0
            && history(commits).where(col("userMetadata").equalTo(run)).count() == commits);
  }

  /**
   * The rows that the newest commit changed, if it is a MERGE of this run and the format tells;
   * Iceberg does from Spark 4.1.
   */
  Map<String, Long> changed(String run) {
    Map<String, Long> changed = new TreeMap<>();
    Dataset<Row> newest =
        format == TableFormat.ICEBERG
            ? spark
                .sql(
                    "SELECT s.summary FROM %1$s.snapshots s JOIN %1$s.refs r ON s.snapshot_id = r.snapshot_id AND r.name = 'main'"
                        .formatted(name.sql()))
                .where(col("summary").getItem(CommitTag.PROPERTY).equalTo(run))
            : history(1).where(col("userMetadata").equalTo(run));
    String metrics = format == TableFormat.ICEBERG ? "summary" : "operationMetrics";
    List<Row> commit = newest.select(metrics).collectAsList();
    if (!commit.isEmpty()) {
      Map<String, String> told = commit.get(0).getJavaMap(0);
      for (String what : List.of("inserted", "updated", "deleted")) {
        String rows = told.get(metric(what));
        if (rows != null) {
          changed.put("rows-" + what, Long.valueOf(rows));
        }
      }
    }
    return changed;
  }

  private String metric(String what) {
    return format == TableFormat.ICEBERG
        ? "spark.merge-into.num-target-rows-" + what
        : "numTargetRows" + what.substring(0, 1).toUpperCase(Locale.ROOT) + what.substring(1);
  }
}
