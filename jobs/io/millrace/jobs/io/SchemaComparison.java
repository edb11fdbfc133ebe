package io.millrace.jobs.io;

import io.millrace.jobs.io.SchemaChanges.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * The columns of a table beside those of changes to it.
 *
 * @param table its columns
 * @param changes those of the changes that are for the table
 * @param policies what is done where they differ
 */
record SchemaComparison(StructType table, StructType changes, SchemaChanges policies) {

  /** What differs, and what becomes of it. */
  SchemaDrift drift() {
    List<SchemaDifference> found = new ArrayList<>();
    StructType after = new StructType();
    String previous = "";
    for (StructField own : table.fields()) {
      Optional<SchemaDifference> difference = difference(own, previous);
      difference.ifPresent(found::add);
      boolean takesName = difference.filter(SchemaDifference::isNewName).isPresent();
      String name = takesName ? difference.get().column() : own.name();
      after = after.add(name, difference.map(this::resulting).orElse(own.dataType()), true);
      previous = own.name();
    }
    for (StructField field : changes.fields()) {
      boolean heir = found.stream().anyMatch(one -> one.column().equals(field.name()));
      if (!heir && WiderType.field(table, field.name()).isEmpty()) {
        found.add(of(Kind.ADDED, field.name(), null, null, field.dataType()));
        boolean applied = policies.added() == SchemaPolicy.APPLY;
        after = applied ? after.add(field.name(), field.dataType(), true) : after;
      }
    }
    return new SchemaDrift(found, after);
  }

  private Optional<SchemaDifference> difference(StructField own, String previous) {
    Optional<StructField> theirs = WiderType.field(changes, own.name());
    if (theirs.isPresent()) {
      return compared(own, theirs.get().dataType());
    }
    DataType mine = own.dataType();
    return Optional.of(
        heir(own, previous)
            .map(to -> of(Kind.RENAMED, to.name(), own.name(), mine, to.dataType()))
            .orElseGet(() -> of(Kind.DROPPED, own.name(), null, mine, null)));
  }

  private SchemaDifference of(Kind kind, String name, String was, DataType from, DataType to) {
    return new SchemaDifference(kind, policies.of(kind), name, was, from, to);
  }

  private Optional<SchemaDifference> compared(StructField own, DataType theirs) {
    DataType mine = own.dataType();
    // What may be null is no difference.
    if (mine.catalogString().equals(theirs.catalogString())) {
      return Optional.empty();
    }
    Optional<DataType> wider =
        WiderType.of(mine, theirs)
            .filter(type -> WiderType.isExact(mine, type))
            .filter(type -> WiderType.isExact(ByName.type(theirs, type), type));
    if (wider.isEmpty()) {
      return Optional.of(of(Kind.RETYPED, own.name(), null, mine, theirs));
    }
    Kind kind = wider.get().equals(mine) ? Kind.NARROWED : Kind.WIDENED;
    return Optional.of(of(kind, own.name(), null, mine, theirs));
  }

  /** The type that the table's column has then. */
  private DataType resulting(SchemaDifference difference) {
    boolean applied = difference.policy() == SchemaPolicy.APPLY;
    return switch (difference.kind()) {
      case WIDENED -> applied ? difference.widened() : difference.from();
      case RETYPED -> applied ? DataTypes.StringType : difference.from();
      default -> difference.from();
    };
  }

  /** A column that stands where another one stood, behind the same neighbour. */
  private Optional<StructField> heir(StructField gone, String previous) {
    if (policies.renamed() == SchemaPolicy.IGNORE) {
      return Optional.empty();
    }
    String before = "";
    for (StructField field : changes.fields()) {
      boolean fresh = WiderType.field(table, field.name()).isEmpty();
      if (fresh && before.equalsIgnoreCase(previous) && field.dataType().equals(gone.dataType())) {
        return Optional.of(field);
      }
      before = field.name();
    }
    return Optional.empty();
  }
}
