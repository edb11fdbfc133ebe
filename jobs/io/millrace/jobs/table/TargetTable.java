package io.millrace.jobs.table;

import static org.apache.spark.sql.functions.lit;

import io.millrace.transforms.InvalidInputException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.DataFrameWriterV2;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.analysis.NoSuchTableException;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** A table in a catalog, reached by SQL alone. */
final class TargetTable {

  private static final String HIDDEN = "*********(redacted)";

  private final SparkSession spark;
  private final TableName name;
  private final TableFormat format;

  TargetTable(SparkSession spark, TableName name, TableFormat format) {
    this.spark = spark;
    this.name = name;
    this.format = format;
  }

  TableName name() {
    return name;
  }

  TableCatalog catalog() {
    return new TableCatalog(spark, name, format, TableRole.SINK);
  }

  boolean exists() {
    return spark.catalog().tableExists(name.sql());
  }

  Dataset<Row> rows() {
    return spark.table(name.sql());
  }

  /** Makes it; {@link #order} may follow. */
  void create(NewTable design, StructType columns) {
    catalog().makeNamespace();
    spark.sql(design.sql(name, columns));
  }

  /** Has the table remember the order that it was made for, if that was not done. */
  void order(NewTable design) {
    Optional<String> sql = design.orderSql(name);
    if (sql.isPresent()) {
      Map<String, String> properties = properties();
      if (properties.containsKey(NewTable.ORDER) && !properties.containsKey("sort-order")) {
        spark.sql(sql.get());
      }
    }
  }

  void drop() {
    spark.sql("DROP TABLE " + name.sql() + " PURGE");
  }

  /** Whether a column's type can be altered so. */
  boolean promotes(DataType from, DataType to) {
    return format == TableFormat.ICEBERG && Alteration.isPromotion(from, to);
  }

  void alter(Alteration alteration) {
    spark.sql("ALTER TABLE " + name.sql() + " " + alteration.sql());
  }

  /** Adds rows, in one commit. */
  void append(Dataset<Row> rows) {
    write(rows, DataFrameWriterV2::append);
  }

  /** Writes these rows in the place of all others, in one commit. */
  void replace(Dataset<Row> rows, Map<String, String> options) {
    write(rows, to -> to.options(options).overwrite(lit(true)));
  }

  /** The same for the others in the partitions that these rows are of. */
  void replacePartitions(Dataset<Row> rows, Map<String, String> options) {
    write(rows, to -> to.options(options).overwritePartitions());
  }

  /**
   * Options that have a write refused if somebody else has written since, to what it replaces.
   * Source: Iceberg documentation, "Spark Configuration", "Write options".
   *
   * @param version without one nothing had ever been written
   */
  Map<String, String> since(Optional<String> version) {
    if (format == TableFormat.ICEBERG) {
      Map<String, String> options = new HashMap<>(Map.of("isolation-level", "serializable"));
      version.ifPresent(id -> options.put("validate-from-snapshot-id", id));
      return options;
    }
    // Delta itself looks after what comes from now on.
    if (!commits().version().equals(version)) {
      throw new IllegalStateException("a " + CatalogFailure.CONFLICT + " commit since " + version);
    }
    return Map.of();
  }

  /** Fails if anybody has written between {@code version} and what this run has. */
  void requireFirst(String run, Optional<String> version) {
    if (!commits().isFirst(run, version)) {
      throw new IllegalStateException("a " + CatalogFailure.CONFLICT + " commit before " + run);
    }
  }

  /** One of the ways to write rows to a table that is there. */
  @FunctionalInterface
  private interface Writing {
    void to(DataFrameWriterV2<Row> table) throws NoSuchTableException;
  }

  private void write(Dataset<Row> rows, Writing writing) {
    try {
      writing.to(rows.writeTo(name.sql()));
    } catch (NoSuchTableException e) {
      throw unfit("is gone");
    }
  }

  /**
   * What a run would find or make.
   *
   * @throws InvalidInputException if the table cannot have these columns
   */
  List<String> plan(NewTable design, StructType columns, List<Alteration> alterations) {
    design.check(columns);
    List<String> sentences = new ArrayList<>();
    catalog().warning().ifPresent(sentences::add);
    if (!exists()) {
      new TablePlace(catalog()).requireFree().ifPresent(sentences::add);
      if (format == TableFormat.DELTA) {
        DeltaNames.check(design, columns, spark.conf());
      }
      if (!design.sortBy().isEmpty()) {
        IcebergExtension.require(catalog(), "sort-by: a table that remembers its order");
      }
      String by = String.join(", ", design.partitionBy());
      String order = String.join(", ", design.sortBy());
      sentences.add(
          "it would be made, with %s%s"
              .formatted(
                  String.join(", ", columns.fieldNames()),
                  (by.isEmpty() ? "" : ", partitioned by " + by)
                      + (order.isEmpty() ? "" : ", sorted by " + order)));
      return sentences;
    }
    requireFit(columns, alterations);
    sentences.add("it is there");
    alterations.forEach(one -> sentences.add("it would be altered: " + one.sql()));
    return sentences;
  }

  /**
   * Fails if the table that is there is of another format, or has other columns, but for those that
   * are to be altered.
   */
  void requireFit(StructType all, List<Alteration> alterations) {
    catalog().requireFormat();
    StructType present = without(rows().schema(), alterations);
    StructType wanted = without(all, alterations);
    requireNone(
        "lacks %s, which the rows have; add it to the table, or drop it before", wanted, present);
    requireNone(
        "has %s, which the rows lack; add it to the rows, or drop it from the table",
        present, wanted);
    for (StructField field : wanted.fields()) {
      DataType is = NewTable.withoutLimits(field(present, field.name()).orElseThrow().dataType());
      DataType comes = NewTable.withoutLimits(field.dataType());
      if (!is.equals(comes) && !becomes(comes, is)) {
        throw unfit(
            "has column %s as %s, but the rows have %s; cast it before"
                .formatted(field.name(), is.catalogString(), comes.catalogString()));
      }
    }
  }

  private static StructType without(StructType columns, List<Alteration> alterations) {
    StructType rest = new StructType();
    for (StructField field : columns.fields()) {
      boolean altered = alterations.stream().anyMatch(one -> one.concerns(field.name()));
      rest = altered ? rest : rest.add(field);
    }
    return rest;
  }

  /** The smallest integers are kept as int in Iceberg, which knows none. */
  private static boolean becomes(DataType comes, DataType is) {
    return is.catalogString().equals("int")
        && List.of("tinyint", "smallint").contains(comes.catalogString());
  }

  private void requireNone(String sentence, StructType of, StructType in) {
    List<String> missing =
        Arrays.stream(of.fieldNames()).filter(field -> field(in, field).isEmpty()).toList();
    if (!missing.isEmpty()) {
      throw unfit(
          sentence.formatted(
              (missing.size() == 1 ? "column " : "columns ") + String.join(", ", missing)));
    }
  }

  private static Optional<StructField> field(StructType type, String name) {
    return Arrays.stream(type.fields())
        .filter(field -> field.name().equalsIgnoreCase(name))
        .findFirst();
  }

  private InvalidInputException unfit(String what) {
    return catalog().mistake("table: " + name + " " + what);
  }

  /** Those that the table has, but for values that Spark hides because a word in them is "url". */
  Map<String, String> properties() {
    Map<String, String> all = new HashMap<>();
    spark
        .sql("SHOW TBLPROPERTIES " + name.sql())
        .collectAsList()
        .forEach(row -> all.put(row.getString(0), row.getString(1)));
    all.values().removeIf(HIDDEN::equals);
    return all;
  }

  /** Whether a MERGE may look at some rows only. */
  boolean isMergedInPart() {
    // Files written anew may lack deletions of others by value, as Flink has: apache/iceberg#12479.
    return format == TableFormat.DELTA
        || "merge-on-read".equals(properties().get("write.merge.mode"));
  }

  CommitLog commits() {
    return new CommitLog(spark, name, format);
  }
}
