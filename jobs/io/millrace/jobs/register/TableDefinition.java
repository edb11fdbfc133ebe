package io.millrace.jobs.register;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * A table of files, as a catalog has it or is to have it.
 *
 * @param columns those of the files, in types of the catalog
 * @param keys the partition keys
 * @param location a folder, spelled as the readers of the catalog want it
 * @param parameters the table's properties; of one that is to be, only those that are ours to set
 */
public record TableDefinition(
    StructType columns,
    StructType keys,
    String location,
    Storage storage,
    Map<String, String> parameters) {

  public TableDefinition {
    parameters = Map.copyOf(parameters);
  }

  /** Whether a property is one of those by which Athena computes partitions. */
  public static boolean isProjection(String property) {
    return property.startsWith("projection.") || property.equals("storage.location.template");
  }

  /** With other columns. */
  public TableDefinition withColumns(StructType others) {
    return new TableDefinition(others, keys, location, storage, parameters);
  }

  /**
   * The columns that {@code other} has behind those of this table; empty if it is not the same
   * columns otherwise.
   */
  Optional<StructType> added(TableDefinition other) {
    StructField[] theirs = other.columns.fields();
    if (theirs.length < columns.size()) {
      return Optional.empty();
    }
    StructType first = new StructType(Arrays.copyOf(theirs, columns.size()));
    StructType rest = new StructType(Arrays.copyOfRange(theirs, columns.size(), theirs.length));
    return first.catalogString().equals(columns.catalogString())
        ? Optional.of(rest)
        : Optional.empty();
  }

  /** Whether readers are told the same by both. */
  boolean hasStorageOf(TableDefinition other) {
    return storage.isLike(other.storage);
  }

  /** With other words about how files are read. */
  public TableDefinition withStorage(Storage other) {
    return new TableDefinition(columns, keys, location, other, parameters);
  }

  /** Whether files are read in the same way by both. */
  public boolean isReadLike(TableDefinition other) {
    return columns.catalogString().equals(other.columns.catalogString())
        && storage.isLike(other.storage);
  }
}
