package io.millrace.jobs.table;

import static org.apache.spark.sql.functions.lit;

import io.millrace.transforms.InvalidInputException;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** A Delta table as it is and as it was. */
record DeltaTravel(TableCatalog catalog) implements TimeTravel {

  /** The newest versions, or all that the log tells of if {@code most} is empty. */
  private TreeMap<Long, Instant> history(OptionalLong most) {
    String limit = most.isPresent() ? " LIMIT " + most.getAsLong() : "";
    TreeMap<Long, Instant> history = new TreeMap<>();
    catalog
        .spark()
        .sql("DESCRIBE HISTORY " + catalog.table().sql() + limit)
        .selectExpr("version", "unix_millis(timestamp)")
        .collectAsList()
        .forEach(row -> history.put(row.getLong(0), Instant.ofEpochMilli(row.getLong(1))));
    return history;
  }

  private static TableVersion version(Map.Entry<Long, Instant> entry) {
    return new TableVersion(Long.toString(entry.getKey()), entry.getValue());
  }

  @Override
  public Optional<TableVersion> newest() {
    return Optional.of(version(history(OptionalLong.of(1)).lastEntry()));
  }

  @Override
  public TableVersion named(String text, String key) {
    long wanted = Long.parseLong(text);
    long newest = history(OptionalLong.of(1)).lastKey();
    if (wanted > newest) {
      throw catalog.mistake(
          "%s: %s has no version %s yet; the newest is %s"
              .formatted(key, catalog.table(), wanted, newest));
    }
    TreeMap<Long, Instant> history = history(OptionalLong.of(newest - wanted + 1));
    if (!history.containsKey(wanted)) {
      throw catalog.mistake(
          "%s: version %s of %s has expired; take one that is kept, the oldest of which is %s"
              .formatted(key, wanted, catalog.table(), version(history.firstEntry())));
    }
    return new TableVersion(text, history.get(wanted));
  }

  @Override
  public TableVersion at(Instant time) {
    TreeMap<Long, Instant> history = history(OptionalLong.empty());
    Map.Entry<Long, Instant> found = null;
    for (Map.Entry<Long, Instant> entry : history.entrySet()) {
      found = entry.getValue().isAfter(time) ? found : entry;
    }
    if (found == null) {
      throw catalog.mistake(
          "as-of: %s has no version of %s, or it has expired; give a time from %s on, when the oldest that is kept was committed"
              .formatted(catalog.table(), time, history.firstEntry().getValue()));
    }
    return version(found);
  }

  @Override
  public Dataset<Row> rows(TableVersion version) {
    try {
      return catalog
          .spark()
          .sql("SELECT * FROM %s VERSION AS OF %s".formatted(catalog.table().sql(), version.id()));
    } catch (Exception e) {
      // Spark throws its checked AnalysisException undeclared.
      throw unreadable("version " + version.id(), e);
    }
  }

  private InvalidInputException unreadable(String what, Exception e) {
    return catalog.mistake(
        "table: cannot read %s of %s: %s".formatted(what, catalog.table(), Said.by(e)), e);
  }

  /** A version has the columns of the table. */
  @Override
  public Dataset<Row> rowsNow(TableVersion newest) {
    return rows(newest);
  }

  /** Its log need not tell, and not of rows that are deleted beside their files. */
  @Override
  public OptionalLong count(TableVersion version) {
    return OptionalLong.empty();
  }

  @Override
  public String start(String text) {
    long newest = history(OptionalLong.of(1)).lastKey();
    return Long.parseLong(text) > newest ? named(text, "changes.from").id() : text;
  }

  /** Each row with {@code _change_type}, {@code _commit_version} and {@code _commit_timestamp}. */
  @Override
  public Dataset<Row> changes(String from, TableVersion to) {
    long first = Long.parseLong(from) + 1;
    long last = Long.parseLong(to.id());
    if (first > last + 1) {
      throw catalog.mistake(
          "changes: version %s of %s comes after version %s; exchange from and to"
              .formatted(from, catalog.table(), last));
    }
    try {
      Dataset<Row> changes =
          catalog
              .spark()
              .read()
              .option("readChangeFeed", true)
              .option("startingVersion", Math.min(first, last))
              .option("endingVersion", last)
              .table(catalog.table().sql());
      changes.queryExecution().executedPlan(); // Looks into the log; a run would only find then.
      return first > last ? changes.where(lit(false)) : changes;
    } catch (Exception e) {
      // Delta throws its checked AnalysisException undeclared.
      throw catalog.mistake(
          "changes: cannot read what was changed in %s by versions %s to %s: %s; the table tells changes from the commit on that sets delta.enableChangeDataFeed = true, so take them from there on, or read whole versions"
              .formatted(catalog.table(), first, last, Said.by(e).replaceFirst("[.;]$", "")),
          e);
    }
  }
}
