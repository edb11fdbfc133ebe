package io.millrace.jobs.table;

import static org.apache.spark.sql.functions.lit;

import io.millrace.transforms.ClosestName;
import io.millrace.transforms.InvalidInputException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** A table that rows are read from; what is read is settled at once, and stays. */
public final class TableSource {

  /**
   * Rows, not read yet.
   *
   * @param read what they are
   * @param count how many the table's metadata says they are; empty if it does not
   */
  public record Found(TableRead read, Dataset<Row> rows, Supplier<OptionalLong> count) {}

  private final TableCatalog catalog;
  private final TimeTravel travel;

  private TableSource(TableCatalog catalog) {
    this.catalog = catalog;
    this.travel =
        catalog.format() == TableFormat.ICEBERG
            ? IcebergTravel.of(catalog)
            : new DeltaTravel(catalog);
  }

  /**
   * The table of that name.
   *
   * @throws InvalidInputException if there is none, or one of another format
   */
  public static TableSource of(SparkSession spark, TableName name, TableFormat format) {
    TableCatalog catalog = new TableCatalog(spark, name, format, TableRole.SOURCE);
    catalog.check();
    if (!spark.catalog().tableExists(name.sql())) {
      throw absent(catalog);
    }
    catalog.requireFormat();
    return new TableSource(catalog);
  }

  private static InvalidInputException absent(TableCatalog catalog) {
    TableName name = catalog.table();
    List<String> others =
        catalog
            .spark()
            .sql("SHOW TABLES IN " + name.namespace())
            .select("tableName")
            .collectAsList()
            .stream()
            .map(row -> row.getString(0))
            .toList();
    String last = name.parts().get(name.parts().size() - 1);
    return catalog.mistake(
        "table: there is no table %s; correct the name, or run the job that makes it before%s"
            .formatted(name, ClosestName.suggestion(last, others)));
  }

  /** As it is now. */
  public Found newest() {
    Optional<TableVersion> newest = travel.newest();
    return newest
        .map(version -> found(version, travel.rowsNow(version), true))
        .orElseGet(
            () -> {
              Dataset<Row> none = catalog.spark().table(catalog.table().sql()).where(lit(false));
              return new Found(read(newest, true), none, () -> OptionalLong.of(0));
            });
  }

  /** As a snapshot, branch, tag or version of that name has it. */
  public Found snapshot(String text) {
    TableVersion version = travel.named(text, "snapshot");
    return found(version, travel.rows(version), false);
  }

  /** As it was at that time. */
  public Found asOf(Instant time) {
    TableVersion version = travel.at(time);
    return found(version, travel.rows(version), false);
  }

  /** Only what was changed between two states of it, and how. */
  public Found changes(SnapshotRange range) {
    String from = travel.start(range.from());
    TableVersion to =
        range.to().isPresent()
            ? travel.named(range.to().get(), "changes.to")
            : travel.newest().orElseThrow();
    Dataset<Row> rows = travel.changes(from, to);
    return new Found(
        new TableRead(
            catalog.table(),
            catalog.format(),
            Optional.of(to),
            Optional.of(from),
            range.to().isEmpty()),
        rows,
        OptionalLong::empty);
  }

  private Found found(TableVersion version, Dataset<Row> rows, boolean newest) {
    return new Found(read(Optional.of(version), newest), rows, () -> travel.count(version));
  }

  private TableRead read(Optional<TableVersion> version, boolean newest) {
    return new TableRead(catalog.table(), catalog.format(), version, Optional.empty(), newest);
  }
}
