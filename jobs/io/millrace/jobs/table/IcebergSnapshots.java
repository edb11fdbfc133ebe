package io.millrace.jobs.table;

import io.millrace.transforms.ClosestName;
import io.millrace.transforms.InvalidInputException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.spark.sql.SparkSession;

/**
 * The snapshots that an Iceberg table keeps.
 *
 * @param kept those of all branches, by id
 * @param refs the ids of branches and tags, by name
 */
record IcebergSnapshots(
    TableCatalog catalog, Map<String, Snapshot> kept, Map<String, String> refs) {

  private static final String MAIN = "main";

  /**
   * One of them.
   *
   * @param operation such as {@code append}
   */
  record Snapshot(Optional<String> parent, Instant at, String operation) {}

  /** Those that are there now, whatever the catalog remembers. */
  static IcebergSnapshots of(TableCatalog catalog) {
    SparkSession spark = catalog.spark();
    String table = catalog.table().sql();
    spark.sql("REFRESH TABLE " + table);
    Map<String, String> refs = new TreeMap<>();
    spark
        .sql("SELECT name, string(snapshot_id) FROM %s.refs".formatted(table))
        .collectAsList()
        .forEach(row -> refs.put(row.getString(0), row.getString(1)));
    Map<String, Snapshot> kept = new HashMap<>();
    spark
        .sql(
            "SELECT string(snapshot_id), string(parent_id), unix_millis(committed_at), operation FROM %s.snapshots"
                .formatted(table))
        .collectAsList()
        .forEach(
            row ->
                kept.put(
                    row.getString(0),
                    new Snapshot(
                        Optional.ofNullable(row.getString(1)),
                        Instant.ofEpochMilli(row.getLong(2)),
                        String.valueOf(row.getString(3)))));
    return new IcebergSnapshots(catalog, kept, refs);
  }

  /** What readers see now; empty if nothing was ever written. */
  Optional<TableVersion> newest() {
    return Optional.ofNullable(refs.get(MAIN)).map(this::version);
  }

  /** The one of this id. */
  TableVersion version(String id) {
    return new TableVersion(id, kept.get(id).at());
  }

  /**
   * The one that is meant by an id, or by the name of a branch or tag.
   *
   * @param key of the source, for the message
   */
  TableVersion named(String text, String key) {
    String id = kept.containsKey(text) ? text : refs.get(text);
    if (id != null) {
      return version(id);
    }
    if (kept.isEmpty()) {
      throw catalog.mistake(
          "%s: %s has no snapshot yet; leave %s out, or write to the table before"
              .formatted(key, catalog.table(), key));
    }
    throw isParent(text)
        ? catalog.mistake(
            "%s: snapshot %s of %s has expired; take one that is kept, the oldest of which is %s"
                .formatted(key, text, catalog.table(), oldest()))
        : unknown(text, key);
  }

  /** Whether a snapshot that is kept was made from this one, which may have expired. */
  boolean isParent(String id) {
    return kept.values().stream().anyMatch(one -> one.parent().filter(id::equals).isPresent());
  }

  private InvalidInputException unknown(String text, String key) {
    return catalog.mistake(
        "%s: %s has no snapshot, branch or tag %s, or it has expired; take one that is kept: of the snapshots the oldest is %s, the branches and tags are %s%s"
            .formatted(
                key,
                catalog.table(),
                text,
                oldest(),
                String.join(", ", refs.keySet()),
                ClosestName.suggestion(text, refs.keySet())));
  }

  /** By time. */
  TableVersion oldest() {
    return kept.entrySet().stream()
        .min(Comparator.comparing(one -> one.getValue().at()))
        .map(one -> version(one.getKey()))
        .orElseThrow();
  }

  /** Those that lead from one to a later one, which is the first. */
  List<String> between(String from, String to) {
    List<String> between = new ArrayList<>();
    Optional<String> at = Optional.of(to);
    while (at.isPresent() && !at.get().equals(from)) {
      Snapshot one = kept.get(at.get());
      if (one == null) {
        break;
      }
      between.add(at.get());
      at = one.parent();
    }
    if (!at.equals(Optional.of(from))) {
      throw catalog.mistake(
          "changes: snapshot %s of %s is no ancestor of snapshot %s, or those between them have expired; take one of its ancestors, the oldest of which is %s"
              .formatted(from, catalog.table(), to, at.orElse(between.get(between.size() - 1))));
    }
    return between;
  }
}
