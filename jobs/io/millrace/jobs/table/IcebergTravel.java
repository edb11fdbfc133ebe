package io.millrace.jobs.table;

import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** An Iceberg table as it is and as it was. */
record IcebergTravel(TableCatalog catalog, IcebergSnapshots snapshots) implements TimeTravel {

  /** With the snapshots that are there now. */
  static IcebergTravel of(TableCatalog catalog) {
    return new IcebergTravel(catalog, IcebergSnapshots.of(catalog));
  }

  private SparkSession spark() {
    return catalog.spark();
  }

  private String table() {
    return catalog.table().sql();
  }

  @Override
  public Optional<TableVersion> newest() {
    return snapshots.newest();
  }

  @Override
  public TableVersion named(String text, String key) {
    return snapshots.named(text, key);
  }

  /** By the table's own log of what was current when, which also tells of a rollback. */
  @Override
  public TableVersion at(Instant time) {
    String id = null;
    Instant first = null;
    for (Row row :
        spark()
            .sql(
                "SELECT unix_millis(made_current_at), string(snapshot_id) FROM %s.history"
                    .formatted(table()))
            .collectAsList()) {
      Instant since = Instant.ofEpochMilli(row.getLong(0));
      first = first == null ? since : first;
      id = since.isAfter(time) ? id : row.getString(1);
    }
    if (id != null) {
      return snapshots.named(id, "as-of");
    }
    throw catalog.mistake(
        first == null
            ? "as-of: %s has no snapshot yet; leave as-of out, or write to the table before"
                .formatted(catalog.table())
            : "as-of: %s has no snapshot of %s, or it has expired; give a time from %s on, when the oldest that is kept became current"
                .formatted(catalog.table(), time, first));
  }

  /**
   * By a name of its own: up to Iceberg 1.10 Spark takes what it keeps of one snapshot for another
   * of the same table, if only the version tells them apart.
   */
  @Override
  public Dataset<Row> rows(TableVersion version) {
    return spark().table(table() + ".snapshot_id_" + version.id());
  }

  /** A snapshot has the columns of its time; the table may have been altered since. */
  @Override
  public Dataset<Row> rowsNow(TableVersion newest) {
    Dataset<Row> rows = rows(newest);
    if (rows.schema().equals(spark().table(table()).schema())) {
      return rows;
    }
    Dataset<Row> altered = spark().read().option("snapshot-id", newest.id()).table(table());
    try {
      altered.queryExecution().optimizedPlan();
      return altered;
    } catch (IllegalArgumentException e) {
      // Iceberg for Spark 4.1 refuses that option, but keeps to the snapshot that a branch had.
      altered = spark().sql("SELECT * FROM %s VERSION AS OF 'main'".formatted(table()));
    }
    if (!IcebergSnapshots.of(catalog).newest().equals(Optional.of(newest))) {
      throw catalog.mistake(
          "table: %s was written while the job was planned; run it again"
              .formatted(catalog.table()));
    }
    return altered;
  }

  /** Exact only where no row is deleted beside the file that holds it. */
  @Override
  public OptionalLong count(TableVersion version) {
    Row files =
        spark()
            .sql(
                "SELECT coalesce(sum(record_count) FILTER (WHERE content = 0), 0), count_if(content <> 0) FROM %s.files VERSION AS OF '%s'"
                    .formatted(table(), version.id()))
            .head();
    return files.getLong(1) == 0 ? OptionalLong.of(files.getLong(0)) : OptionalLong.empty();
  }

  @Override
  public String start(String text) {
    return !snapshots.kept().containsKey(text) && snapshots.isParent(text)
        ? text
        : snapshots.named(text, "changes.from").id();
  }

  @Override
  public Dataset<Row> changes(String from, TableVersion to) {
    return new IcebergChanges(catalog, snapshots).rows(from, to);
  }
}
