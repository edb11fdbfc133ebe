package io.millrace.jobs.io;

import io.millrace.jobs.table.TableName;
import io.millrace.transforms.ByteSize;
import io.millrace.transforms.Default;
import io.millrace.transforms.Example;
import io.millrace.transforms.Require;
import io.millrace.transforms.Summary;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.SparkSession;

/**
 * Tells a catalog of files that lie in a folder, as a crawler of AWS Glue does: makes the table,
 * adds partitions for folders that are new, and lets its columns follow those of the files. No file
 * is touched. Done again, it changes nothing.
 *
 * @param table {@code catalog.database.name} where the catalog is Iceberg's of the AWS Glue Data
 *     Catalog; {@code database.name} in Spark's session catalog
 * @param path the folder
 * @param format of all files in it
 * @param schema columns and types as in SQL, {@code "username string, bytes bigint"}; a partition
 *     key that it names has that type, others are strings. Without it, what the files say: Parquet
 *     all of them, JSON all rows, CSV the header
 * @param inferTypes for CSV without a schema: whether all rows are read to find the columns that
 *     are int, bigint or double
 * @param folders the partition keys that the folders above a file give, the outermost first.
 *     Without it, folders such as {@code month=08} give theirs; {@code []} for none
 * @param options how CSV and JSON are written, as in {@code read-files}
 * @param exclude files that are passed over: globs below {@code path}, as {@code zipcodes/**}
 * @param createDatabase whether the database is made if it is not there
 * @param addPartitions whether folders become partitions; Athena needs none where it has a
 *     projection
 * @param schemaChanges what is done where the files have other columns than the table; quarantine
 *     is for rows, and there are none here
 * @param projection how Athena computes the partitions by itself, by partition key
 * @param properties of the table, beside those that are set anyway
 */
@Summary("Tells a catalog of files: table, columns, partitions; Glue's for Athena, or Spark's own.")
@Example(
    """
    { type = register-table, table = lake.weblogs.useractivity, path = "s3://bucket/raw/useractivity"
      format = csv, options { header = true } }
    """)
public record RegisterTable(
    String table,
    String path,
    Format format,
    Optional<String> schema,
    @Default("false") boolean inferTypes,
    Optional<List<String>> folders,
    @Default("{}") Map<String, String> options,
    @Default("[]") List<String> exclude,
    @Default("false") boolean createDatabase,
    @Default("true") boolean addPartitions,
    @Default("{}") SchemaChanges schemaChanges,
    @Default("{}") Map<String, ProjectedColumn> projection,
    @Default("{}") Map<String, String> properties)
    implements Action {

  static final ByteSize SPLIT = new ByteSize(64L << 20);

  public RegisterTable {
    TableName.parseOfAnyCatalog(Require.notBlank(table, "table"), "table");
    options = Map.copyOf(options);
    exclude = List.copyOf(exclude);
    projection = Map.copyOf(projection);
    properties = Map.copyOf(properties);
    files(path, format, schema, inferTypes, folders, options, exclude);
    Registering.check(schemaChanges);
  }

  private static FileSpec files(
      String path,
      Format format,
      Optional<String> schema,
      boolean inferTypes,
      Optional<List<String>> folders,
      Map<String, String> options,
      List<String> exclude) {
    ReadFiles source =
        new ReadFiles(path, format, schema, inferTypes, folders, Optional.empty(), options, SPLIT);
    return new FileSpec(source, exclude, inferTypes);
  }

  @Override
  public String target() {
    return table;
  }

  @Override
  public Optional<String> input() {
    return Optional.of(path);
  }

  @Override
  public ActionPlan look(SparkSession spark) {
    FileSpec spec = files(path, format, schema, inferTypes, folders, options, exclude);
    return new Registration(spark, registering(), TableFiles.of(spec, spark)).look();
  }

  private Registering registering() {
    return new Registering(
        TableName.parseOfAnyCatalog(table, "table"),
        createDatabase,
        addPartitions,
        schemaChanges,
        projection,
        properties);
  }
}
