package io.millrace.jobs.io;

import static org.apache.spark.sql.functions.lit;

import io.millrace.jobs.table.TableFormat;
import io.millrace.transforms.ChangeRules;
import io.millrace.transforms.Deletes;
import io.millrace.transforms.Ties;
import io.millrace.transforms.Trace;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;

/** A namespace of one test, of either table format, and changes merged into its tables. */
final class Tables {

  final SparkSession spark;
  final TableFormat format;
  final String namespace;
  private final String prefix;
  private int runs;

  Tables(SparkSession spark, TableFormat format, Path folder) {
    this(spark, format, folder, "run");
  }

  /** Whose runs are called so, as ids of runs are all different. */
  Tables(SparkSession spark, TableFormat format, Path folder, String prefix) {
    this.spark = spark;
    this.format = format;
    this.prefix = prefix;
    // Compiling what runs once, over a few rows, is most of the time.
    spark.conf().set("spark.sql.codegen.wholeStage", "false");
    spark.conf().set("spark.sql.codegen.factoryMode", "NO_CODEGEN");
    settings(folder)
        .forEach((name, value) -> spark.conf().set(name, spark.conf().get(name, value)));
    if (format == TableFormat.ICEBERG) {
      namespace = "lake.shop";
      spark.sql("CREATE NAMESPACE IF NOT EXISTS " + namespace);
    } else {
      String name = "shop_" + Integer.toUnsignedString(folder.hashCode());
      namespace = "spark_catalog." + name;
      spark.sql(
          "CREATE NAMESPACE IF NOT EXISTS %s LOCATION '%s'"
              .formatted(namespace, folder.resolve(name)));
    }
  }

  /** What a session is told to find such tables. */
  Map<String, String> settings(Path folder) {
    return format == TableFormat.ICEBERG
        ? Map.of(
            "spark.sql.catalog.lake", "org.apache.iceberg.spark.SparkCatalog",
            "spark.sql.catalog.lake.type", "hadoop",
            "spark.sql.catalog.lake.warehouse", folder.resolve("warehouse").toString())
        : Map.of(
            "spark.sql.catalog.spark_catalog", "org.apache.spark.sql.delta.catalog.DeltaCatalog");
  }

  String name(String table) {
    return namespace + "." + table;
  }

  MergeIntoTable sink(String table, ChangeRules changes, String... partitionBy) {
    return new MergeIntoTable(
        name(table),
        changes,
        format,
        List.of(partitionBy),
        Map.of(),
        SchemaChanges.USUAL,
        false,
        Optional.empty());
  }

  /** Changes that {@code at} puts in order; the item {@code gone} deletes its key. */
  static ChangeRules rules(String... keys) {
    return new ChangeRules(
        List.of(keys),
        List.of("at"),
        Optional.of("item = 'gone'"),
        Optional.empty(),
        false,
        List.of(),
        List.of(),
        1,
        Ties.LAST,
        Deletes.HARD,
        "BI_",
        Duration.ofDays(30));
  }

  /** Merges good rows in a run of their own. */
  Sink.Staged merge(MergeIntoTable sink, Dataset<Row> rows) {
    Dataset<Row> traced = rows.withColumn(Trace.ASIDE, lit(null).cast(Trace.ASIDE_TYPE));
    sink.plan(spark, rows.schema());
    Sink.Staged staged =
        sink.stage(
            sink.judged(traced),
            new Run(
                String.format(Locale.ROOT, "%s-%03d", prefix, runs++), Optional.empty(), false));
    staged.publish();
    staged.finish();
    return staged;
  }

  Dataset<Row> rows(List<Row> rows, StructType columns) {
    return spark.createDataFrame(new ArrayList<>(rows), columns);
  }

  /** The rows of a table's columns as lines, sorted. */
  List<String> lines(String table, String... columns) {
    return spark.table(name(table)).selectExpr(columns).collectAsList().stream()
        .map(Row::toString)
        .sorted()
        .toList();
  }
}
