package io.millrace.jobs.io;

import io.millrace.jobs.register.PartitionFolder;
import io.millrace.jobs.register.TableDefinition;
import io.millrace.transforms.StepName;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.types.StructType;

/**
 * What a catalog lacks of a table.
 *
 * @param makeDatabase whether the database has to be made
 * @param table as it is to be
 * @param was as it is; empty if it has to be made
 * @param changes between the two, in sentences
 * @param known all partitions that it has
 * @param fresh partitions that it lacks
 * @param gone those that have no files any more
 * @param notes what a user should know
 */
record Prospect(
    boolean makeDatabase,
    TableDefinition table,
    Optional<TableDefinition> was,
    List<String> changes,
    List<PartitionFolder> known,
    List<PartitionFolder> fresh,
    List<PartitionFolder> gone,
    List<String> notes) {

  private static final int NAMED = 3;

  boolean isNothing() {
    return was.isPresent() && changes.isEmpty() && fresh.isEmpty();
  }

  List<String> sentences(TableFiles files) {
    List<String> all = new ArrayList<>();
    if (makeDatabase) {
      all.add("the database would be made");
    }
    if (was.isEmpty()) {
      all.add("the table would be made, over " + place(files) + columns());
    } else if (!changes.isEmpty()) {
      all.add("the table would be changed: " + String.join(", ", changes));
    }
    if (!fresh.isEmpty()) {
      all.add("partitions would be added: " + some(fresh, table.keys()));
    }
    if (!gone.isEmpty()) {
      all.add("partitions without files stay: " + some(gone, table.keys()));
    }
    if (isNothing()) {
      all.add("nothing would change, of " + place(files) + ", " + known.size() + " partitions");
    }
    all.addAll(notes);
    return all;
  }

  private String place(TableFiles files) {
    int count = files.files().size();
    return "%s %s %s in %s"
        .formatted(
            count,
            StepName.kebab(files.spec().source().format().name()),
            count == 1 ? "file" : "files",
            table.location());
  }

  private String columns() {
    String keys = table.keys().isEmpty() ? "" : ", by " + words(table.keys());
    return ": " + words(table.columns()) + keys;
  }

  static String words(StructType columns) {
    return String.join(
        ", ",
        List.of(columns.fields()).stream()
            .map(field -> field.name() + " " + field.dataType().simpleString())
            .toList());
  }

  /** {@code 12 (day=01, day=02, day=03, …)}. */
  static String some(List<PartitionFolder> partitions, StructType keys) {
    List<String> names = new ArrayList<>();
    partitions.stream().limit(NAMED).forEach(one -> names.add(one.name(keys)));
    if (partitions.size() > NAMED) {
      names.add("…");
    }
    return "%s (%s)".formatted(partitions.size(), String.join(", ", names));
  }
}
