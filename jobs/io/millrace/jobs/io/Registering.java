package io.millrace.jobs.io;

import io.millrace.jobs.table.TableName;
import java.util.Map;

/** How a table is registered, whoever found out what its files are. */
record Registering(
    TableName table,
    boolean createDatabase,
    boolean addPartitions,
    SchemaChanges schemaChanges,
    Map<String, ProjectedColumn> projection,
    Map<String, String> properties) {

  /** Refuses a policy that only rows can follow. */
  static void check(SchemaChanges changes) {
    for (SchemaChanges.Kind kind : SchemaChanges.Kind.values()) {
      if (changes.of(kind) == SchemaPolicy.QUARANTINE) {
        throw new IllegalArgumentException(
            "schema-changes: quarantine sets rows aside, and no row is read here; say apply, ignore or fail");
      }
    }
  }
}
