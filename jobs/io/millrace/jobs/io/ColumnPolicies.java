package io.millrace.jobs.io;

import io.millrace.transforms.InvalidInputException;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * What becomes of the columns of a table whose files have others. Its rows are those of the files,
 * so a policy says what is told of them: apply tells what they now hold, ignore leaves the table.
 *
 * @param table its columns
 * @param files theirs
 * @param byPlace whether readers go by the place of a column, not by its name, as for CSV
 */
record ColumnPolicies(StructType table, StructType files, SchemaChanges policies, boolean byPlace) {

  /**
   * The columns of the table then.
   *
   * @param sentences gets what differs and what is done about it
   * @throws InvalidInputException if a policy says fail
   */
  StructType after(List<String> sentences) {
    SchemaDrift drift = new SchemaComparison(table, files, policies).drift();
    try {
      drift.require(column -> false);
    } catch (InvalidInputException e) {
      throw new InvalidInputException("action: " + ofFiles(e.getMessage()), e);
    }
    drift.differences().forEach(one -> sentences.add(ofFiles(one.sentence())));
    StructType after = byPlace ? byPlace(drift) : byName(drift);
    boolean moved = !after.catalogString().equals(table.catalogString());
    if (drift.differences().isEmpty() && moved) {
      sentences.add("the columns are in another order: " + String.join(", ", after.fieldNames()));
    }
    return after;
  }

  private static String ofFiles(String sentence) {
    return sentence
        .replace("in the changes", "in the files")
        .replace("change the source, or say", "say");
  }

  private StructType byName(SchemaDrift drift) {
    StructType after = new StructType();
    for (StructField own : table.fields()) {
      SchemaDifference one = of(own.name(), drift);
      if (one == null) {
        after = after.add(own);
      } else if (one.isNewName()) {
        after = after.add(one.column(), own.dataType());
      } else if (!isGone(one)) {
        after = after.add(own.name(), type(one));
      }
    }
    for (SchemaDifference one : drift.differences()) {
      boolean added = one.kind() == SchemaChanges.Kind.ADDED;
      if (added && one.policy() == SchemaPolicy.APPLY) {
        after = after.add(one.column(), one.to());
      }
    }
    return after;
  }

  private static boolean isGone(SchemaDifference one) {
    return one.kind() == SchemaChanges.Kind.DROPPED && one.policy() == SchemaPolicy.APPLY;
  }

  /** The difference that is about a column of the table. */
  private static SchemaDifference of(String column, SchemaDrift drift) {
    return drift.differences().stream()
        .filter(one -> one.kind() != SchemaChanges.Kind.ADDED)
        .filter(one -> column.equalsIgnoreCase(one.was() == null ? one.column() : one.was()))
        .findFirst()
        .orElse(null);
  }

  private static DataType type(SchemaDifference one) {
    boolean applied = one.policy() == SchemaPolicy.APPLY;
    return switch (one.kind()) {
      case WIDENED -> applied ? one.widened() : one.from();
      case RETYPED -> applied ? one.to() : one.from();
      default -> one.from();
    };
  }

  /** As many columns as the files have, in their order; fewer only at the end. */
  private StructType byPlace(SchemaDrift drift) {
    List<String> problems = new ArrayList<>();
    for (SchemaDifference one : drift.differences()) {
      if (one.kind() == SchemaChanges.Kind.DROPPED && one.policy() == SchemaPolicy.IGNORE) {
        problems.add(one.column());
      }
    }
    StructType after = new StructType();
    String left = null;
    for (StructField field : files.fields()) {
      SchemaDifference added =
          drift.differences().stream()
              .filter(one -> one.kind() == SchemaChanges.Kind.ADDED)
              .filter(one -> one.column().equals(field.name()))
              .findFirst()
              .orElse(null);
      if (added != null && added.policy() == SchemaPolicy.IGNORE) {
        left = field.name();
        continue;
      }
      if (left != null) {
        problems.add(left);
      }
      after = after.add(field.name(), typeHere(field, drift, added));
      left = null;
    }
    if (!problems.isEmpty()) {
      throw new InvalidInputException(
          "action.schema-changes: column %s cannot be ignored, as readers of CSV go by the place of a column and would take the next one for it; say apply"
              .formatted(String.join(", ", problems)));
    }
    return after;
  }

  private DataType typeHere(StructField field, SchemaDrift drift, SchemaDifference added) {
    if (added != null) {
      return field.dataType();
    }
    for (SchemaDifference one : drift.differences()) {
      if (one.column().equalsIgnoreCase(field.name()) && one.kind() != SchemaChanges.Kind.RENAMED) {
        return type(one);
      }
    }
    return field.dataType();
  }
}
