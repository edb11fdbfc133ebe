package io.millrace.jobs.table;

import static org.apache.spark.sql.functions.col;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** The commits of a table, each with the run that made it, if it was one of ours. */
record CommitLog(SparkSession spark, TableName name, TableFormat format) {

  /** One of them; the run is null, or that of somebody else, if it is not of ours. */
  record Commit(String version, Optional<String> before, String run) {}

  /** What readers see now; empty if nothing was ever written. */
  Optional<String> version() {
    if (format == TableFormat.DELTA) {
      return first(history(1).select(col("version").cast("string")));
    }
    refresh();
    Optional<String> told =
        spark
            .sql("SHOW TBLPROPERTIES %s ('current-snapshot-id')".formatted(name.sql()))
            .collectAsList()
            .stream()
            .map(row -> row.getString(1))
            .findFirst();
    if (told.filter(version -> version.matches("\\d+")).isPresent()) {
      return told;
    }
    // None; or hidden by Spark, which may be told to hide long numbers.
    return first(
        spark.sql(
            "SELECT string(snapshot_id) FROM %s.refs WHERE name = 'main'".formatted(name.sql())));
  }

  /** Rows in the files that readers see, with those deleted since; Delta does not tell. */
  Optional<Long> records() {
    String sql =
        "SELECT coalesce(summary['total-records'], '0') FROM %s.snapshots WHERE snapshot_id = %s";
    return (format == TableFormat.DELTA ? Optional.<String>empty() : version())
        .flatMap(version -> first(spark.sql(sql.formatted(name.sql(), version))))
        .map(Long::valueOf);
  }

  private static Optional<String> first(Dataset<Row> rows) {
    return rows.collectAsList().stream().map(row -> row.getString(0)).findFirst();
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
    List<Commit> later = since(version);
    return isAll(later, version) && own(later, run) == later.size();
  }

  /** Whether what this run has committed comes of {@code version} by its commits alone. */
  boolean isFirst(String run, Optional<String> version) {
    List<Commit> later = since(version);
    List<Commit> ours = later.stream().dropWhile(commit -> !run.equals(commit.run())).toList();
    return isAll(later, version) && own(ours, run) == ours.size();
  }

  /**
   * Whether the commits that this run has made since {@code version} are the newest of all, so that
   * taking them back takes nothing else away.
   */
  boolean endsWith(String run, Optional<String> version) {
    List<Commit> later = since(version);
    int own = own(later, run);
    return isAll(later, version)
        && (own > 0 || later.isEmpty())
        && later.stream().skip(own).noneMatch(commit -> run.equals(commit.run()));
  }

  /** Whether this run has committed anything since. */
  boolean has(String run, Optional<String> version) {
    return since(version).stream().anyMatch(commit -> run.equals(commit.run()));
  }

  private boolean isAll(List<Commit> later, Optional<String> version) {
    return (later.isEmpty() ? version() : later.get(later.size() - 1).before()).equals(version);
  }

  /** What was there before the newest commits, as far as they are of this run. */
  Optional<String> before(String run, Optional<String> version) {
    List<Commit> later = since(version);
    int own = own(later, run);
    return own == 0 ? version() : later.get(own - 1).before();
  }

  /**
   * What readers were shown after a version, the oldest first; not what lies on other branches.
   *
   * @param ours a version that was shown
   */
  List<Commit> shownAfter(String ours) {
    if (format == TableFormat.DELTA) {
      List<Commit> later = new ArrayList<>(since(Optional.of(ours)));
      Collections.reverse(later);
      return later;
    }
    refresh();
    Map<String, Commit> commits = commits();
    List<String> shown =
        spark
            .sql("SELECT string(snapshot_id) FROM %s.history".formatted(name.sql()))
            .collectAsList()
            .stream()
            .map(row -> row.getString(0))
            .toList();
    return shown.subList(shown.lastIndexOf(ours) + 1, shown.size()).stream()
        .map(version -> commits.getOrDefault(version, new Commit(version, Optional.empty(), "")))
        .toList();
  }

  private static List<Commit> line(
      Optional<String> tip, Optional<String> version, Map<String, Commit> commits) {
    List<Commit> line = new ArrayList<>();
    Optional<String> at = tip;
    while (at.isPresent() && !at.equals(version) && commits.containsKey(at.get())) {
      Commit commit = commits.get(at.get());
      line.add(commit);
      at = commit.before();
    }
    return line;
  }

  /** How many of the newest are of this run. */
  private static int own(List<Commit> commits, String run) {
    int own = 0;
    while (own < commits.size() && run.equals(commits.get(own).run())) {
      own++;
    }
    return own;
  }

  /** The commits since a version, or all if it does not come before, the newest first. */
  private List<Commit> since(Optional<String> version) {
    Optional<String> now = version();
    if (format == TableFormat.DELTA) {
      return versions(Long.parseLong(now.orElse("-1")) - Long.parseLong(version.orElse("-1")));
    }
    return line(now, version, commits());
  }

  /** Versions of Delta are numbers without gaps, and so many are the newest. */
  private List<Commit> versions(long newest) {
    if (newest <= 0) {
      return List.of();
    }
    return history(newest).select("version", "userMetadata").collectAsList().stream()
        .map(row -> commit(row.getLong(0), row.getString(1)))
        .sorted(
            Comparator.comparingLong((Commit commit) -> Long.parseLong(commit.version()))
                .reversed())
        .toList();
  }

  private static Commit commit(long version, String run) {
    Optional<String> before =
        version == 0 ? Optional.empty() : Optional.of(String.valueOf(version - 1));
    return new Commit(String.valueOf(version), before, run);
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
                    new Commit(
                        row.getString(0),
                        Optional.ofNullable(row.getString(1)),
                        row.getString(2))));
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
}
