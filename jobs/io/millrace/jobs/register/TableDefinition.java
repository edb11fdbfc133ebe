package io.millrace.jobs.register;

import java.util.Map;
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

  /** With other columns. */
  public TableDefinition withColumns(StructType others) {
    return new TableDefinition(others, keys, location, storage, parameters);
  }

  /** Whether files are read in the same way by both. */
  public boolean isReadLike(TableDefinition other) {
    return columns.catalogString().equals(other.columns.catalogString())
        && storage.isLike(other.storage);
  }
}
