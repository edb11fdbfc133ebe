package io.millrace.jobs.table;

import java.util.List;
import java.util.Optional;

/**
 * The paths that a table of Iceberg keeps in its metadata. The procedure that removes orphans
 * compares them as texts with the full paths of the files that it finds, so a relative one, as
 * {@code lake/warehouse/shop/orders/data/a.parquet}, names a file that it would take for an orphan.
 */
record FullPaths(TableCatalog catalog) {

  /** A full path, whose scheme, as Iceberg has it, may be left out. */
  private static final String FULL = "^([A-Za-z][A-Za-z0-9+.-]*:)?/";

  /**
   * Fails if a path is not full.
   *
   * @param what the key that needs them to be
   */
  void require(String what) {
    location()
        .filter(path -> !path.matches(FULL + ".*"))
        .ifPresent(path -> refuse(what, "location", path));
    paths().forEach(path -> refuse(what, "file", path));
  }

  /** Told after the columns, one of which may have that name too. */
  private Optional<String> location() {
    return catalog.description().collectAsList().stream()
        .filter(row -> "Location".equals(row.getString(0)))
        .map(row -> row.getString(1))
        .reduce((column, told) -> told);
  }

  /** One that is not full, of all that any snapshot knows. */
  private List<String> paths() {
    String table = catalog.table().sql();
    return catalog
        .spark()
        .sql(
            """
            SELECT path FROM (
              SELECT manifest_list AS path FROM %1$s.snapshots
              UNION ALL SELECT file FROM %1$s.metadata_log_entries
              UNION ALL SELECT path FROM %1$s.all_manifests
              UNION ALL SELECT file_path FROM %1$s.all_files)
            WHERE NOT path RLIKE '%2$s' LIMIT 1"""
                .formatted(table, FULL))
        .collectAsList()
        .stream()
        .map(row -> row.getString(0))
        .toList();
  }

  private void refuse(String what, String kind, String path) {
    throw catalog.mistake(
        "%s: %s has a relative path in its metadata (%s %s), so its own files would be taken for orphans and removed; leave %s out, or copy the rows (read-table, write-table) to a table of a catalog whose warehouse is a full path"
            .formatted(what, catalog.table(), kind, path, what));
  }
}
