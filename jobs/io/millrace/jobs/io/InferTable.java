package io.millrace.jobs.io;

import io.millrace.jobs.table.TableName;
import io.millrace.transforms.Default;
import io.millrace.transforms.Example;
import io.millrace.transforms.Require;
import io.millrace.transforms.StepName;
import io.millrace.transforms.Summary;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.spark.sql.SparkSession;

/**
 * Finds out what the files of a folder are that nobody described: Parquet, JSON lines, or delimited
 * text, packed or not, with its delimiter and header; the columns and their types, from all rows;
 * and partition keys, of folders such as {@code month=08} or, as a crawler of AWS Glue names them,
 * {@code partition_0} and so on for bare ones. If {@code table} is given, that is registered, as by
 * {@code register-table}.
 *
 * @param table {@code catalog.database.name} of the AWS Glue Data Catalog, or {@code database.name}
 *     of Spark's session catalog; without it the run only reports
 * @param path the folder
 * @param exclude files that are passed over: globs below {@code path}, as {@code zipcodes/**}
 * @param createDatabase whether the database is made if it is not there
 * @param schemaChanges what is done where the files have other columns than the table
 * @param properties of the table, beside those that are set anyway
 */
@Summary("Finds out format, columns and partition keys of a folder of files; and registers it.")
@Example(
    """
    { type = infer-table, table = lake.weblogs.zipcodes, path = "s3://bucket/raw/zipcodes" }
    """)
public record InferTable(
    Optional<String> table,
    String path,
    @Default("[]") List<String> exclude,
    @Default("false") boolean createDatabase,
    @Default("{}") SchemaChanges schemaChanges,
    @Default("{}") Map<String, String> properties)
    implements Action {

  public InferTable {
    table.ifPresent(name -> TableName.parseOfAnyCatalog(Require.notBlank(name, "table"), "table"));
    exclude = List.copyOf(exclude);
    properties = Map.copyOf(properties);
    FileKinds.spec(path, exclude);
    Registering.check(schemaChanges);
  }

  @Override
  public String target() {
    return table.orElse(path);
  }

  @Override
  public Optional<String> input() {
    return Optional.of(path);
  }

  @Override
  public ActionPlan look(SparkSession spark) {
    TableFiles files = TableFiles.of(new FileKinds(spark, path, exclude).spec(), spark);
    Map<String, Object> found = found(files);
    List<String> sentences = new ArrayList<>();
    found.forEach((key, value) -> sentences.add(key + " " + value));
    if (table.isEmpty()) {
      sentences.addAll(files.notes());
      return new ActionPlan(sentences, done -> done.putAll(found));
    }
    Registering how =
        new Registering(
            TableName.parseOfAnyCatalog(table.get(), "table"),
            createDatabase,
            true,
            schemaChanges,
            Map.of(),
            properties);
    ActionPlan plan = new Registration(spark, how, files).look();
    sentences.addAll(plan.sentences());
    return new ActionPlan(
        sentences,
        done -> {
          done.putAll(found);
          plan.work().accept(done);
        });
  }

  private static Map<String, Object> found(TableFiles files) {
    ReadFiles source = files.spec().source();
    Map<String, Object> found = new LinkedHashMap<>();
    found.put("format", StepName.kebab(source.format().name()));
    if (!source.options().isEmpty()) {
      found.put("options", new TreeMap<>(source.options()).toString());
    }
    found.put("schema", Prospect.words(files.columns()));
    if (!files.folders().isEmpty()) {
      found.put("partition-keys", Prospect.words(files.folders().types()));
    }
    found.put("files", (long) files.files().size());
    return found;
  }
}
