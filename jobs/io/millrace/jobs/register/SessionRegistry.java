package io.millrace.jobs.register;

import io.millrace.jobs.table.CatalogFailure;
import io.millrace.jobs.table.TableName;
import io.millrace.transforms.InvalidInputException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;

/** Spark's session catalog, by SQL: what it is made of, memory or a metastore, does not matter. */
public final class SessionRegistry implements TableRegistry {

  /** Spark masks its own options where it tells them, so they are kept a second time. */
  static final String OPTION = "millrace.option.";

  private static final int BATCH = 100;

  private final SparkSession spark;
  private final TableName table;

  /** Nothing is asked yet. */
  public SessionRegistry(SparkSession spark, TableName table) {
    this.spark = spark;
    this.table = table;
  }

  @Override
  public StructType kept(StructType columns) {
    return columns.asNullable();
  }

  @Override
  public boolean isReadByAthena() {
    return false;
  }

  @Override
  public String place(String folder) {
    return folder;
  }

  @Override
  public Optional<String> note() {
    return spark.conf().get("spark.sql.catalogImplementation", "in-memory").equals("in-memory")
        ? Optional.of("Spark's session catalog is in memory here, and forgets all when Spark ends")
        : Optional.empty();
  }

  @Override
  public boolean hasDatabase() {
    return asked(() -> spark.catalog().databaseExists(database()));
  }

  private String database() {
    return table.parts().get(1);
  }

  private String sql() {
    return table.sql();
  }

  @Override
  public void createDatabase() {
    done("cannot make the database of", "CREATE DATABASE IF NOT EXISTS " + table.namespace());
  }

  @Override
  public Optional<TableDefinition> find() {
    if (!asked(() -> spark.catalog().tableExists(sql()))) {
      return Optional.empty();
    }
    return Optional.of(asked(new SessionDescription(spark, table)::definition));
  }

  @Override
  public Optional<String> neighbour(String location) {
    List<Row> tables =
        asked(
            () ->
                spark
                    .sql("SHOW TABLE EXTENDED IN " + table.namespace() + " LIKE '*'")
                    .select("tableName", "information")
                    .collectAsList());
    return tables.stream()
        .filter(row -> !row.getString(0).equalsIgnoreCase(table.name()))
        .flatMap(
            row ->
                row.getString(1)
                    .lines()
                    .filter(line -> line.startsWith("Location: "))
                    .map(line -> line.substring("Location: ".length()))
                    .flatMap(its -> Locations.neighbour(location, row.getString(0), its).stream()))
        .findFirst();
  }

  @Override
  public List<PartitionFolder> partitions() {
    return asked(() -> spark.sql("SHOW PARTITIONS " + sql()).collectAsList()).stream()
        .map(row -> new PartitionFolder(SessionSql.values(row.getString(0)), ""))
        .toList();
  }

  @Override
  public void create(TableDefinition given) {
    try {
      done("cannot make", new SessionSql(sql(), given).create(options(given)));
    } catch (InvalidInputException e) {
      if (String.valueOf(e.getMessage()).contains("ALREADY_EXISTS")) {
        throw new ConflictException(e);
      }
      throw e;
    }
  }

  private static Map<String, String> options(TableDefinition given) {
    Map<String, String> properties = new TreeMap<>(given.parameters());
    given.storage().settings().forEach((key, value) -> properties.put(OPTION + key, value));
    return properties;
  }

  /**
   * Spark adds columns, and that is all it does to a table. To drop the table and make it anew
   * would lose what others said of it, and all of it where a run dies in between.
   */
  @Override
  public TableDefinition over(TableDefinition was, TableDefinition given) {
    if (was.hasStorageOf(given) && was.added(given).isPresent()) {
      return given;
    }
    String what =
        was.hasStorageOf(given)
            ? "other columns: " + given.columns().simpleString()
            : "files that are read with " + new TreeMap<>(given.storage().settings());
    boolean purged = "true".equalsIgnoreCase(was.parameters().get("external.table.purge"));
    throw mistake(
        "table: %s would get %s, and Spark's session catalog only adds columns to a table; drop it by DROP TABLE%s and run again, or say ignore in schema-changes where columns differ"
            .formatted(
                table,
                what,
                purged
                    ? ", but set its property external.table.purge to false before, or its files go too,"
                    : " (its files stay)"));
  }

  @Override
  public void replace(TableDefinition given) {
    TableDefinition now = find().orElseThrow(() -> new ConflictException(gone()));
    SessionSql made = new SessionSql(sql(), over(now, given));
    StructType added = now.added(given).orElseThrow();
    if (!added.isEmpty()) {
      done("cannot change", made.add(added));
    }
    done("cannot change", made.set(options(given)));
  }

  private InvalidInputException gone() {
    return mistake("table: %s was dropped meanwhile; run again".formatted(table));
  }

  @Override
  public int add(TableDefinition given, List<PartitionFolder> partitions) {
    SessionSql made = new SessionSql(sql(), given);
    for (int from = 0; from < partitions.size(); from += BATCH) {
      int to = Math.min(partitions.size(), from + BATCH);
      done("cannot add partitions to", made.add(partitions.subList(from, to)));
    }
    return 0;
  }

  private void done(String doing, String statement) {
    try {
      spark.sql(statement);
    } catch (Exception e) {
      throw failure(doing, e);
    }
  }

  private <T> T asked(Callable<T> question) {
    try {
      return question.call();
    } catch (InvalidInputException e) {
      throw e;
    } catch (Exception | LinkageError e) {
      throw failure("cannot reach", e);
    }
  }

  private InvalidInputException failure(String doing, Throwable e) {
    return new InvalidInputException(
        "action." + new CatalogFailure(spark, table).sentence(doing, e), e);
  }

  private static InvalidInputException mistake(String sentence) {
    return new InvalidInputException("action." + sentence);
  }

  @Override
  public void close() {
    // The session is the platform's.
  }
}
