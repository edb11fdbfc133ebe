package io.millrace.jobs.table;

import static org.apache.spark.sql.functions.abs;
import static org.apache.spark.sql.functions.array_repeat;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.when;

import io.millrace.jobs.table.IcebergSnapshots.Snapshot;
import io.millrace.transforms.Columns;
import io.millrace.transforms.Trace;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.DataFrameReader;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * The changes of an Iceberg table between two snapshots: its columns as they are now, and {@code
 * _change_type} (INSERT or DELETE), {@code _change_ordinal} and {@code _commit_snapshot_id}.
 */
record IcebergChanges(TableCatalog catalog, IcebergSnapshots snapshots) {

  private static final String KIND = "_change_type";
  private static final String INSERTED = "INSERT";
  private static final String NET = Trace.PREFIX + "net";

  /** Commits that only add files, or only remove them: a row cannot do both. */
  private static final Set<String> ONE_WAY = Set.of("append", "delete", "replace");

  private static final Set<String> ADDING = Set.of("append", "replace");

  Dataset<Row> rows(String from, TableVersion to) {
    String name = catalog.table().sql();
    DataFrameReader reader = catalog.spark().read();
    List<String> range = snapshots.between(from, to.id());
    if (range.isEmpty()) {
      return reader.table(name + ".changes").where(lit(false));
    }
    requireFiles(from, range);
    requireWholeFiles(range);
    Dataset<Row> changes =
        reader
            .option("start-snapshot-id", from)
            .option("end-snapshot-id", to.id())
            .table(name + ".changes");
    return areOf(range, ONE_WAY) ? changes : net(changes);
  }

  private boolean areOf(List<String> range, Set<String> operations) {
    return range.stream()
        .map(snapshots.kept()::get)
        .map(Snapshot::operation)
        .allMatch(operations::contains);
  }

  /** Files that only the first one has are removed when it expires. */
  private void requireFiles(String from, List<String> range) {
    if (!snapshots.kept().containsKey(from) && !areOf(range, ADDING)) {
      throw catalog.mistake(
          "changes.from: snapshot %s of %s has expired, and with it rows that were deleted after it; take one that is kept, the oldest of which is %s"
              .formatted(from, catalog.table(), snapshots.oldest()));
    }
  }

  /** Iceberg itself would say so, but only when the run has begun, and not where. */
  private void requireWholeFiles(List<String> range) {
    String ids =
        range.stream()
            .filter(id -> !snapshots.kept().get(id).operation().equals("replace"))
            .collect(Collectors.joining(", "));
    if (ids.isEmpty()) {
      return;
    }
    Row marked =
        catalog
            .spark()
            .sql(
                "SELECT string(max(reference_snapshot_id)) FROM %s.all_manifests WHERE content = 1 AND reference_snapshot_id IN (%s)"
                    .formatted(catalog.table().sql(), ids))
            .head();
    if (!marked.isNullAt(0)) {
      throw catalog.mistake(
          "changes: snapshot %s of %s has rows deleted beside the files that hold them (merge-on-read), whose changes Iceberg does not tell; read whole snapshots, or set write.delete.mode, write.update.mode and write.merge.mode = copy-on-write on the table and replace its rows once, and take changes from there on"
              .formatted(marked.getString(0), catalog.table()));
    }
  }

  /**
   * A commit that replaces some rows of a file writes the others anew, and tells all of them as
   * deleted and inserted. What was inserted as often as deleted did not change.
   */
  private Dataset<Row> net(Dataset<Row> changes) {
    List<Column> same = new ArrayList<>();
    for (StructField field : changes.schema().fields()) {
      if (!isComparable(field.dataType())) {
        throw catalog.mistake(
            "changes: column %s of %s is %s, which Spark cannot compare to tell rows that changed from rows that were only written anew; read whole snapshots"
                .formatted(field.name(), catalog.table(), field.dataType().catalogString()));
      }
      if (!field.name().equals(KIND)) {
        same.add(Columns.named(field.name()));
      }
    }
    Column sign = when(col(KIND).equalTo(INSERTED), 1L).otherwise(-1L);
    List<Column> all = new ArrayList<>();
    for (String name : changes.columns()) {
      Column kind = when(col(NET).gt(0), INSERTED).otherwise("DELETE").as(KIND);
      all.add(name.equals(KIND) ? kind : Columns.named(name));
    }
    all.add(explode(array_repeat(lit(0), abs(col(NET)).cast("int"))).as(NET));
    return changes
        .groupBy(same.toArray(Column[]::new))
        .agg(sum(sign).as(NET))
        .where(col(NET).notEqual(0))
        .select(all.toArray(Column[]::new))
        .drop(NET);
  }

  private static boolean isComparable(DataType type) {
    if (type instanceof StructType struct) {
      return Arrays.stream(struct.fields()).allMatch(field -> isComparable(field.dataType()));
    }
    if (type instanceof ArrayType array) {
      return isComparable(array.elementType());
    }
    return !(type instanceof MapType) && !type.typeName().equals("variant");
  }
}
