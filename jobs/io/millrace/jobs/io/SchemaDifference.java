package io.millrace.jobs.io;

import io.millrace.jobs.io.SchemaChanges.Kind;
import io.millrace.transforms.StepName;
import org.apache.spark.sql.types.DataType;

/**
 * A column that is not in the changes as it is in the table.
 *
 * @param was its name in the table, if it has another one now
 * @param from its type in the table; null if it was not there
 * @param to its type in the changes; null if it is not there
 */
record SchemaDifference(
    Kind kind, SchemaPolicy policy, String column, String was, DataType from, DataType to) {

  /** {@code column salary is bigint, the table has int (widened: apply)}. */
  String sentence() {
    String said =
        switch (kind) {
          case ADDED -> "is not in the table";
          case DROPPED -> "of the table is not in the changes";
          case RENAMED ->
              "seems to be %s of the table; if they are two columns, set schema-changes.renamed = ignore"
                  .formatted(was);
          default -> "is %s, the table has %s".formatted(to.simpleString(), from.simpleString());
        };
    return "column %s %s (%s: %s)"
        .formatted(column, said, StepName.kebab(kind.name()), StepName.kebab(policy.name()));
  }

  /** The type of the table's column that holds the values of the changes too. */
  DataType widened() {
    return WiderType.of(from, to).orElseThrow();
  }

  /** Whether the table's column takes another name. */
  boolean isNewName() {
    return kind == Kind.RENAMED && policy == SchemaPolicy.APPLY;
  }
}
