package io.millrace.jobs.glue;

import io.millrace.jobs.register.ConflictException;
import io.millrace.jobs.register.Locations;
import io.millrace.jobs.register.PartitionFolder;
import io.millrace.jobs.register.TableDefinition;
import io.millrace.jobs.register.TableRegistry;
import io.millrace.jobs.table.CatalogFailure;
import io.millrace.jobs.table.CatalogSettings;
import io.millrace.jobs.table.TableName;
import io.millrace.transforms.InvalidInputException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;
import software.amazon.awssdk.services.glue.GlueClient;
import software.amazon.awssdk.services.glue.model.AlreadyExistsException;
import software.amazon.awssdk.services.glue.model.ConcurrentModificationException;
import software.amazon.awssdk.services.glue.model.EntityNotFoundException;
import software.amazon.awssdk.services.glue.model.Table;

/**
 * The AWS Glue Data Catalog, by its API: a table as a crawler would leave it, which Athena reads.
 * Only this package links the AWS SDK, and only a job that names such a catalog loads it.
 */
public final class GlueRegistry implements TableRegistry {

  private final GlueClient glue;
  private final GlueCalls calls;
  private final TableName table;
  private final String catalog;
  private Table seen;

  private GlueRegistry(GlueClient glue, GlueCalls calls, TableName table, String catalog) {
    this.glue = glue;
    this.calls = calls;
    this.table = table;
    this.catalog = catalog;
  }

  /** With the settings of the catalog that the table's name begins with. */
  public static TableRegistry open(SparkSession spark, TableName table) {
    CatalogSettings settings = new CatalogSettings(spark, table.catalog());
    GlueCalls calls = new GlueCalls(new CatalogFailure(spark, table));
    try {
      String id = settings.get("glue.id");
      GlueClient client = GlueClients.of(settings);
      return new GlueRegistry(client, calls, table, id.isEmpty() ? null : id);
    } catch (ClassNotFoundException e) {
      throw new InvalidInputException(
          "action.table: catalog %s is one of Iceberg, which is not on the class path; add its jar, by --packages or MILLRACE_CLASSPATH; on Glue by --datalake-formats iceberg, on EMR by iceberg.enabled of iceberg-defaults, on EMR Serverless by spark.jars"
              .formatted(table.catalog()),
          e);
    } catch (Exception | LinkageError e) {
      throw calls.failed("cannot reach", e);
    }
  }

  @Override
  public StructType kept(StructType columns) {
    return HiveTypes.kept(columns);
  }

  @Override
  public boolean isReadByAthena() {
    return true;
  }

  @Override
  public String place(String folder) {
    return folder.replaceFirst("^s3[an]://", "s3://");
  }

  @Override
  public Optional<String> note() {
    return Optional.empty();
  }

  private String database() {
    return table.parts().get(1);
  }

  @Override
  public boolean hasDatabase() {
    try {
      var unused =
          calls.askKnowing(
              "cannot reach",
              Set.of(GlueCalls.ABSENT),
              () -> glue.getDatabase(call -> call.catalogId(catalog).name(database())));
      return true;
    } catch (EntityNotFoundException e) {
      return false;
    }
  }

  @Override
  public void createDatabase() {
    try {
      var unused =
          calls.askKnowing(
              "cannot make the database of",
              Set.of(GlueCalls.EXISTS),
              () ->
                  glue.createDatabase(
                      call ->
                          call.catalogId(catalog).databaseInput(given -> given.name(database()))));
    } catch (AlreadyExistsException e) {
      // Somebody else was first, which is as good.
      return;
    }
  }

  @Override
  public Optional<TableDefinition> find() {
    try {
      seen =
          calls.askKnowing(
              "cannot reach",
              Set.of(GlueCalls.ABSENT),
              () ->
                  glue.getTable(
                          call ->
                              call.catalogId(catalog).databaseName(database()).name(table.name()))
                      .table());
    } catch (EntityNotFoundException e) {
      seen = null;
      return Optional.empty();
    }
    Optional<String> other = OtherKind.of(seen);
    if (other.isPresent()) {
      throw new InvalidInputException(
          "action.table: %s is there, and is %s, not a table of files; take another name, or drop it"
              .formatted(table, other.get()));
    }
    return Optional.of(GlueText.definition(seen));
  }

  @Override
  public Optional<String> neighbour(String location) {
    return calls.ask(
        "cannot list the tables beside",
        () ->
            glue
                .getTablesPaginator(call -> call.catalogId(catalog).databaseName(database()))
                .stream()
                .flatMap(page -> page.tableList().stream())
                .filter(one -> !one.name().equals(table.name()))
                .filter(one -> one.storageDescriptor() != null)
                .filter(one -> one.storageDescriptor().location() != null)
                .flatMap(
                    one ->
                        Locations.neighbour(
                            location, one.name(), place(one.storageDescriptor().location()))
                            .stream())
                .findFirst());
  }

  private GluePartitions ofTable() {
    return new GluePartitions(glue, calls, catalog, database(), table.name());
  }

  @Override
  public List<PartitionFolder> partitions() {
    return ofTable().all();
  }

  @Override
  public TableDefinition over(TableDefinition was, TableDefinition given) {
    return given.withStorage(given.storage().over(was.storage()));
  }

  @Override
  public void create(TableDefinition given) {
    try {
      var unused =
          calls.askKnowing(
              "cannot make",
              Set.of(GlueCalls.EXISTS, GlueCalls.CHANGED),
              () ->
                  glue.createTable(
                      call ->
                          call.catalogId(catalog)
                              .databaseName(database())
                              .tableInput(GlueText.made(table.name(), given))));
    } catch (AlreadyExistsException | ConcurrentModificationException e) {
      throw new ConflictException(e);
    }
  }

  /**
   * Partitions first: a run that dies between them finds the table as it was, and does it again.
   */
  @Override
  public void replace(TableDefinition given) {
    TableDefinition was = GlueText.definition(seen);
    boolean alike = was.isReadLike(given);
    Set<List<String>> updated = alike ? Set.of() : ofTable().update(given, was, Set.of());
    try {
      var unused =
          calls.askKnowing(
              "cannot change",
              Set.of(GlueCalls.CHANGED, GlueCalls.ABSENT),
              () ->
                  glue.updateTable(
                      call ->
                          call.catalogId(catalog)
                              .databaseName(database())
                              .versionId(seen.versionId())
                              // What is counted changes with every file; versions are limited.
                              .skipArchive(alike)
                              .tableInput(GlueText.changed(seen, given))));
    } catch (ConcurrentModificationException | EntityNotFoundException e) {
      throw new ConflictException(e);
    }
    if (!alike) {
      // Somebody who looked before may have added some as the table was.
      var unused = ofTable().update(given, was, updated);
    }
  }

  /** What others made of the table meanwhile holds for these partitions too. */
  @Override
  public int add(TableDefinition given, List<PartitionFolder> partitions) {
    int there = ofTable().create(given, partitions);
    if (!partitions.isEmpty()) {
      find()
          .filter(now -> !now.isReadLike(given))
          .ifPresent(now -> ofTable().update(now, given, Set.of()));
    }
    return there;
  }

  @Override
  public void close() {
    glue.close();
  }
}
