package io.millrace.jobs.io;

import io.millrace.jobs.table.Alteration;
import io.millrace.jobs.table.TableFormat;
import io.millrace.transforms.Change;
import io.millrace.transforms.InvalidInputException;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.types.StructType;

/** What has to be altered of a table so that it takes the columns of changes. */
record TableAlterations(TableFormat format, SchemaDrift drift) {

  /**
   * The statements, in order.
   *
   * @param table all its columns
   * @param batch all columns that are to be merged
   * @throws InvalidInputException if the format cannot do it
   */
  List<Alteration> of(StructType table, StructType batch) {
    List<Alteration> all = new ArrayList<>();
    for (SchemaDifference one : drift.differences()) {
      boolean applied = one.policy() == SchemaPolicy.APPLY;
      boolean byName = WiderType.field(table, Change.COLUMNS).isPresent();
      if (applied && one.kind() == SchemaChanges.Kind.RENAMED && byName) {
        // Its rows say by name who wrote which column.
        throw refused(one, "renamed");
      }
      if (applied) {
        alteration(one, all);
      }
    }
    boolean partial = WiderType.field(batch, Change.COLUMNS).isPresent();
    if (partial && WiderType.field(table, Change.COLUMNS).isEmpty()) {
      all.add(Alteration.add(Change.COLUMNS, batch.apply(Change.COLUMNS).dataType().sql()));
    }
    return all;
  }

  private void alteration(SchemaDifference one, List<Alteration> all) {
    switch (one.kind()) {
      case ADDED -> all.add(Alteration.add(one.column(), one.to().sql()));
      case RENAMED -> {
        requireIceberg(one, "renamed");
        all.add(Alteration.rename(one.was(), one.column()));
      }
      case WIDENED -> {
        requireIceberg(one, "widened");
        if (!Alteration.isPromotion(one.from(), one.widened())) {
          throw refused(one, "widened");
        }
        all.add(Alteration.widen(one.column(), one.widened().sql()));
      }
      case RETYPED -> throw refused(one, "retyped");
      case NARROWED, DROPPED -> {
        return;
      }
    }
  }

  private void requireIceberg(SchemaDifference one, String policy) {
    if (format != TableFormat.ICEBERG) {
      throw refused(one, policy);
    }
  }

  private InvalidInputException refused(SchemaDifference one, String policy) {
    return new InvalidInputException(
        "%s; a table of this format cannot be altered so: set schema-changes.%s = quarantine, or make the table anew"
            .formatted(one.sentence(), policy));
  }
}
