package io.millrace.jobs.io;

import io.millrace.jobs.register.Locations;
import io.millrace.jobs.register.PartitionFolder;
import io.millrace.jobs.register.Storage;
import io.millrace.jobs.register.TableDefinition;
import io.millrace.jobs.register.TableRegistry;
import io.millrace.jobs.text.Dialect;
import io.millrace.transforms.InvalidInputException;
import io.millrace.transforms.StepName;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.spark.sql.types.StructType;

/**
 * Holds what a catalog says of a table against its files.
 *
 * @param zone of the session, in which times are meant
 */
record Prospecting(Registering how, TableFiles files, TableRegistry registry, String zone) {

  Prospect prospect() {
    List<String> notes = new ArrayList<>(files.notes());
    registry.note().ifPresent(notes::add);
    boolean there = registry.hasDatabase();
    if (!there && !how.createDatabase()) {
      throw mistake(
          "table: there is no database %s; make it, or set create-database = true"
              .formatted(how.table().parts().get(1)));
    }
    Optional<TableDefinition> was = there ? registry.find() : Optional.empty();
    StructType keys = registry.kept(files.folders().types());
    String location = registry.place(files.root());
    if (was.isPresent()) {
      requireSame(was.get(), keys, location);
    } else if (there) {
      requireFree(location);
    }
    List<String> changes = new ArrayList<>();
    List<PartitionFolder> found = partitions();
    PartitionKeys values = new PartitionKeys(keys, zone);
    values.requireApart(found);
    TableDefinition table = definition(was, keys, location, found, changes, notes);
    boolean parted = was.isPresent() && !keys.isEmpty();
    List<PartitionFolder> known = parted ? values.located(registry.partitions(), found) : List.of();
    List<PartitionFolder> fresh = values.without(found, known);
    List<PartitionFolder> moved = values.moved(found, known);
    if (!moved.isEmpty()) {
      notes.add(
          "partitions that the catalog has in other folders stay there: "
              + Prospect.some(moved, keys));
    }
    return new Prospect(
        !there,
        table,
        was,
        changes,
        known,
        how.addPartitions() ? fresh : List.of(),
        values.without(known, found),
        notes);
  }

  private List<PartitionFolder> partitions() {
    return files.folders().partitions().stream()
        .map(one -> new PartitionFolder(one.values(), registry.place(one.location())))
        .toList();
  }

  private void requireSame(TableDefinition was, StructType keys, String location) {
    String format = StepName.kebab(files.spec().source().format().name());
    if (!was.storage().classification().isEmpty()
        && !was.storage().classification().equals(format)) {
      throw mistake(
          "format: %s is a table of %s, not of %s; correct the format, or take another table"
              .formatted(how.table(), was.storage().classification(), format));
    }
    if (!Locations.isSame(was.location(), location)) {
      throw mistake(
          "path: %s has its files in %s, not in %s; correct the path, or drop the table"
              .formatted(how.table(), was.location(), location));
    }
    if (!was.keys().catalogString().equalsIgnoreCase(keys.catalogString())) {
      throw mistake(
          "table: %s has the partition keys %s, the folders give %s; keys of a table cannot be changed, so drop it, or name them with folders and schema"
              .formatted(how.table(), was.keys().catalogString(), keys.catalogString()));
    }
  }

  private void requireFree(String location) {
    Optional<String> other = registry.neighbour(location);
    if (other.isPresent()) {
      throw mistake(
          "path: the folder %s %s, so rows would be in both; take another path, or drop that table"
              .formatted(location, other.get()));
    }
  }

  private Storage storage(StructType columns) {
    ReadFiles source = files.spec().source();
    if (registry.isReadByAthena()) {
      return new AthenaStorage(source, columns).of();
    }
    Optional<String> unread = files.folders().belowPartition();
    if (unread.isPresent()) {
      throw mistake(
          "path: %s lies in a folder below that of its partition, where Spark's tables are not looked into; move it up, or name the folders with folders"
              .formatted(unread.get()));
    }
    return SparkStorage.of(source, files.isNested());
  }

  private TableDefinition definition(
      Optional<TableDefinition> was,
      StructType keys,
      String location,
      List<PartitionFolder> found,
      List<String> changes,
      List<String> notes) {
    ReadFiles source = files.spec().source();
    boolean quoted =
        source.format() == Format.CSV && Dialect.of(source.options()).quote() != Dialect.NONE;
    StructType columns =
        registry.kept(registry.isReadByAthena() && quoted ? files.strict() : files.columns());
    if (was.isPresent()) {
      boolean byPlace = source.format() == Format.CSV;
      columns =
          new ColumnPolicies(was.get().columns(), columns, how.schemaChanges(), byPlace)
              .after(changes);
    }
    if (registry.isReadByAthena()) {
      AthenaStorage athena = new AthenaStorage(source, columns);
      athena.check();
      notes.addAll(athena.notes());
    }
    if (files.excluded() > 0) {
      notes.add(
          "exclude passes over %s files here; readers of the table do not know it, and read all below its partitions"
              .formatted(files.excluded()));
    }
    TableDefinition given =
        new TableDefinition(
            columns, keys, location, storage(columns), parameters(keys, location, found, notes));
    if (was.isEmpty()) {
      return given;
    }
    TableDefinition table = registry.over(was.get(), given);
    differences(was.get(), table, changes);
    if (registry.isReadByAthena()) {
      new TreeMap<>(was.get().parameters())
          .keySet().stream()
              .filter(TableDefinition::isProjection)
              .filter(key -> !table.parameters().containsKey(key))
              .forEach(key -> changes.add(key + " is taken out"));
    }
    return table;
  }

  private Map<String, String> parameters(
      StructType keys, String location, List<PartitionFolder> found, List<String> notes) {
    Projection projection = new Projection(how.projection());
    projection.check(keys);
    Map<String, String> all = new TreeMap<>(new TableFacts(files).parameters());
    if (!found.isEmpty()) {
      Map<String, String> projected = projection.properties(keys, location, found.get(0));
      all.putAll(projected);
      List<PartitionFolder> unseen = projection.unseen(keys, projected, found);
      if (!unseen.isEmpty()) {
        notes.add(
            "Athena does not see partitions that the projection does not reach: "
                + Prospect.some(unseen, keys));
      }
    }
    all.putAll(how.properties());
    return all;
  }

  /** What of a table's definition differs, beside its columns. */
  private static void differences(
      TableDefinition was, TableDefinition table, List<String> changes) {
    if (!was.storage().reader().equals(table.storage().reader())) {
      changes.add("files are read by " + table.storage().reader());
    }
    if (!was.storage().settings().equals(table.storage().settings())) {
      changes.add("files are read with " + new TreeMap<>(table.storage().settings()));
    }
    new TreeMap<>(table.parameters())
        .forEach(
            (key, value) -> {
              if (!value.equals(was.parameters().get(key))) {
                changes.add(key + " = " + value);
              }
            });
  }

  private static InvalidInputException mistake(String sentence) {
    return new InvalidInputException("action." + sentence);
  }
}
