package io.millrace.jobs.io;

import io.millrace.jobs.table.SnapshotRange;
import io.millrace.jobs.table.TableFormat;
import io.millrace.jobs.table.TableName;
import io.millrace.jobs.table.TableSource;
import io.millrace.transforms.Default;
import io.millrace.transforms.Example;
import io.millrace.transforms.InvalidInputException;
import io.millrace.transforms.Require;
import io.millrace.transforms.Summary;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.TemporalAccessor;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * Reads a table of Iceberg or Delta. Which snapshot or version is read is settled when the job is
 * planned, so a commit that comes between changes nothing. An older one has the columns of its
 * time.
 *
 * @param table {@code catalog.namespace.name}
 * @param format of the table
 * @param snapshot which one is read: for Iceberg its id, or a branch or tag; for Delta a version
 * @param asOf the time as of which is read, with its zone, {@code 2024-05-01T07:00:00Z}: what was
 *     current then
 * @param changes only what was changed between two snapshots or versions, with the kind of each
 *     change: {@code _change_type} (INSERT or DELETE), {@code _change_ordinal} and {@code
 *     _commit_snapshot_id} of Iceberg; {@code _change_type} (insert, delete, update_preimage or
 *     update_postimage), {@code _commit_version} and {@code _commit_timestamp} of Delta
 * @param where an SQL condition over the columns; rows for which it is not true are not read, and
 *     count neither as read nor as filtered
 */
@Summary("Reads an Iceberg or Delta table, as it is or as it was, or what was changed in it.")
@Example(
    """
    { type = read-table, table = lake.shop.orders, as-of = "2024-05-01T07:00:00Z", where = "amount > 0" }
    """)
public record ReadTable(
    String table,
    @Default("iceberg") TableFormat format,
    Optional<String> snapshot,
    Optional<String> asOf,
    Optional<SnapshotRange> changes,
    Optional<String> where)
    implements TracedSource {

  public ReadTable {
    Require.notBlank(table, "table");
    TableName.parse(table, "table");
    snapshot.ifPresent(text -> Require.notBlank(text, "snapshot"));
    asOf.ifPresent(ReadTable::instant);
    where.ifPresent(condition -> Require.notBlank(condition, "where"));
    if (Stream.of(snapshot, asOf, changes).filter(Optional::isPresent).count() > 1) {
      throw new IllegalArgumentException(
          "snapshot, as-of and changes do not go together; keep one of them");
    }
    if (format == TableFormat.DELTA) {
      snapshot.ifPresent(text -> requireVersion(text, "snapshot"));
      changes.ifPresent(range -> requireVersion(range.from(), "changes.from"));
      changes.flatMap(SnapshotRange::to).ifPresent(text -> requireVersion(text, "changes.to"));
    }
  }

  /** As it is, all rows. */
  public ReadTable(String table, TableFormat format) {
    this(table, format, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
  }

  private static void requireVersion(String text, String key) {
    if (!text.matches("\\d{1,18}")) {
      throw new IllegalArgumentException(
          "%s must be a version of the Delta table, a number such as 12, was '%s'"
              .formatted(key, text));
    }
  }

  private static Instant instant(String text) {
    try {
      TemporalAccessor time =
          DateTimeFormatter.ISO_DATE_TIME.parseBest(text, ZonedDateTime::from, LocalDateTime::from);
      if (time instanceof ZonedDateTime zoned) {
        return zoned.toInstant();
      }
    } catch (DateTimeException e) {
      throw new IllegalArgumentException(
          "as-of must be a time with its zone, such as 2024-05-01T07:00:00Z, was '%s'"
              .formatted(text),
          e);
    }
    throw new IllegalArgumentException(
        "as-of lacks a zone, without which nobody knows the time; write '%sZ' for UTC, or another offset such as +02:00"
            .formatted(text));
  }

  @Override
  public Reading open(SparkSession spark) {
    TableSource.Found found = find(spark);
    Dataset<Row> rows =
        where.map(condition -> fitting(found.rows(), condition)).orElse(found.rows());
    Supplier<OptionalLong> count = where.isPresent() ? OptionalLong::empty : found.count();
    List<String> notes = new ArrayList<>();
    where.ifPresent(condition -> notes.add("rows that where leaves out are not read, nor counted"));
    return new Reading(rows, found.read(), count, notes);
  }

  private TableSource.Found find(SparkSession spark) {
    TableSource source = TableSource.of(spark, TableName.parse(table, "table"), format);
    if (snapshot.isPresent()) {
      return source.snapshot(snapshot.get());
    }
    if (changes.isPresent()) {
      return source.changes(changes.get());
    }
    if (asOf.isEmpty()) {
      return source.newest();
    }
    Instant time = instant(asOf.get());
    if (time.isAfter(Instant.now())) {
      throw new InvalidInputException(
          "source.as-of: %s has not come yet, so there may be commits before it; give a time that has passed"
              .formatted(time));
    }
    return source.asOf(time);
  }

  private static Dataset<Row> fitting(Dataset<Row> rows, String condition) {
    try {
      return rows.where(condition);
    } catch (Exception e) {
      // Spark throws its checked AnalysisException undeclared.
      String said = String.valueOf(e.getMessage()).strip().lines().findFirst().orElse("");
      throw new InvalidInputException(
          "source.where: '%s' is no condition over the columns %s: %s"
              .formatted(condition, String.join(", ", rows.columns()), said),
          e);
    }
  }
}
