package io.millrace.jobs.table;

import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** A format of tables that can be changed in place; what it wants beside the SQL both speak. */
public enum TableFormat {
  /** Needs a catalog, and no extension of Spark. */
  ICEBERG(
      "spark.sql.iceberg.snapshot-property.millrace.run",
      // Changed rows are written beside the files they are in, which are not written anew.
      Map.of(
          "format-version", "2",
          "write.merge.mode", "merge-on-read",
          "write.update.mode", "merge-on-read",
          "write.delete.mode", "merge-on-read"),
      Set.of(
          "_file",
          "_pos",
          "_deleted",
          "_spec_id",
          "_partition",
          "_row_id",
          "_last_updated_sequence_number")),
  /** Needs its extension of Spark, which a running Spark does not take. */
  DELTA("spark.databricks.delta.commitInfo.userMetadata", Map.of(), Set.of());

  private final String tag;
  private final Map<String, String> properties;
  private final Set<String> reserved;

  TableFormat(String tag, Map<String, String> properties, Set<String> reserved) {
    this.tag = tag;
    this.properties = properties;
    this.reserved = reserved;
  }

  /** The session setting whose value goes into every commit. */
  String tag() {
    return tag;
  }

  /** What a new table has unless told otherwise. */
  Map<String, String> properties() {
    return properties;
  }

  /** Column names that a table takes and then cannot be read with. */
  Set<String> reserved() {
    return reserved;
  }

  /** What it calls the state that a commit leaves. */
  String version() {
    return this == ICEBERG ? "snapshot" : "version";
  }

  /** As SQL and job files spell it. */
  String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
