package io.millrace.jobs.register;

import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.types.StructType;

/**
 * The place of one table in a catalog. Whatever a catalog refuses is an {@link
 * io.millrace.transforms.InvalidInputException} of one sentence.
 */
public interface TableRegistry extends AutoCloseable {

  /** The columns of files as the catalog keeps them: letter case, types. */
  StructType kept(StructType columns);

  /** Whether Athena reads the tables, and not Spark alone. */
  boolean isReadByAthena();

  /** A folder as the catalog's readers spell it. */
  String place(String folder);

  /** What a user should know of this catalog. */
  Optional<String> note();

  /** Whether the table's database is there. */
  boolean hasDatabase();

  /** Makes the database; no fault if it is there. */
  void createDatabase();

  /**
   * The table, if it is there.
   *
   * @throws io.millrace.transforms.InvalidInputException if it is of another kind: a view, or a
   *     table of Iceberg or Delta
   */
  Optional<TableDefinition> find();

  /** Another table of the database whose folder is {@code location}, or lies in it, or around. */
  Optional<String> neighbour(String location);

  /** All partitions that the table has. */
  List<PartitionFolder> partitions();

  /**
   * What a table that is there becomes: {@code given}, with what others said of it where that may
   * stay.
   *
   * @param was as {@link #find} found it
   * @throws io.millrace.transforms.InvalidInputException if the catalog cannot make that of it
   */
  TableDefinition over(TableDefinition was, TableDefinition given);

  /**
   * Makes the table.
   *
   * @throws ConflictException if it is there by now
   */
  void create(TableDefinition table);

  /**
   * Gives the table that {@link #find} found another definition; what of its parameters is not
   * named stays. Where files are read in another way, its partitions follow.
   *
   * @throws ConflictException if it has changed since
   */
  void replace(TableDefinition table);

  /**
   * Adds partitions, each by itself.
   *
   * @return how many of them were there by now
   * @throws io.millrace.transforms.InvalidInputException if some could not be added; the others are
   */
  int add(TableDefinition table, List<PartitionFolder> partitions);

  @Override
  void close();
}
