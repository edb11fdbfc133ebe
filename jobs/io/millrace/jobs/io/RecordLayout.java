package io.millrace.jobs.io;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.to_csv;
import static org.apache.spark.sql.functions.to_json;

import io.millrace.transforms.ClosestName;
import io.millrace.transforms.Columns;
import io.millrace.transforms.InvalidInputException;
import io.millrace.transforms.Trace;
import io.millrace.udf.Functions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.NullType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** How a row is laid out for the staging table: the record of a file, the folders, the mark. */
final class RecordLayout {

  private static final StructType LINE = new StructType().add("line", DataTypes.StringType);

  private final WriteFiles sink;
  private final List<StructField> inFile = new ArrayList<>();
  private final List<StructField> inFolders = new ArrayList<>();

  RecordLayout(WriteFiles sink, StructType columns) {
    this.sink = sink;
    refuseDuplicates(columns);
    for (StructField field : columns.fields()) {
      refuse(field);
      boolean folder = sink.partitionBy().stream().anyMatch(field.name()::equalsIgnoreCase);
      if (!folder) {
        inFile.add(field);
      }
    }
    for (String name : sink.partitionBy()) {
      if (name.startsWith(".")) {
        throw new InvalidInputException(
            "sink.partition-by: no reader looks into folders that begin with a dot; rename column "
                + name);
      }
      inFolders.add(partition(name, columns));
    }
    sink.bucketBy().ifPresent(buckets -> buckets.check(columns, sink.partitionBy()));
    if (inFile.isEmpty()) {
      throw new InvalidInputException(
          "sink.partition-by: every column would become a folder and none would be left for the files");
    }
  }

  private static StructField partition(String name, StructType columns) {
    return Arrays.stream(columns.fields())
        .filter(field -> field.name().equalsIgnoreCase(name))
        .findFirst()
        .orElseThrow(
            () -> {
              List<String> present = List.of(columns.fieldNames());
              return new InvalidInputException(
                  "sink.partition-by: no column %s; the rows have %s%s"
                      .formatted(
                          name, String.join(", ", present), ClosestName.suggestion(name, present)));
            });
  }

  private static void refuseDuplicates(StructType columns) {
    Set<String> seen = new HashSet<>();
    for (String name : columns.fieldNames()) {
      if (!seen.add(name.toLowerCase(Locale.ROOT))) {
        throw new InvalidInputException(
            "sink: two columns are called '%s'; rename or drop one of them".formatted(name));
      }
    }
  }

  private void refuse(StructField field) {
    DataType type = field.dataType();
    if (type instanceof NullType) {
      throw new InvalidInputException(
          "sink: column %s has no type, because it is null in every row; cast it or drop it"
              .formatted(field.name()));
    }
    boolean nested = type.catalogString().matches("(struct|array|map)<.*|binary");
    boolean folder = sink.partitionBy().stream().anyMatch(field.name()::equalsIgnoreCase);
    if (nested && (folder || sink.format() == Format.CSV)) {
      throw new InvalidInputException(
          "sink: column %s is %s, which cannot be a %s; flatten or drop it, or write Parquet"
              .formatted(field.name(), type.catalogString(), folder ? "folder name" : "CSV value"));
    }
  }

  /** What a file's record holds: the columns themselves, or for text one line. */
  StructType fileSchema() {
    return sink.format() == Format.PARQUET
        ? new StructType(inFile.toArray(StructField[]::new))
        : LINE;
  }

  List<String> fileColumns() {
    return inFile.stream().map(StructField::name).toList();
  }

  /** {@code record struct, partition values string..., file name string?, aside struct}. */
  Dataset<Row> lay(Dataset<Row> rows, DistributionMode mode) {
    List<Column> columns = new ArrayList<>();
    List<String> folders = new ArrayList<>();
    columns.add(record().as("record"));
    for (StructField field : inFolders) {
      String folder = "folder" + columns.size();
      columns.add(Columns.named(field.name()).cast("string").as(folder));
      folders.add(folder);
    }
    if (sink.bucketBy().isPresent()) {
      Functions.register(rows.sparkSession());
      String file = "folder" + columns.size();
      columns.add(expr(sink.bucketBy().get().fileNameSql()).as(file));
      folders.add(file);
    }
    boolean traced = Trace.isOn(rows);
    columns.add((traced ? col(Trace.ASIDE) : lit(null).cast(Trace.ASIDE_TYPE)).as("aside"));
    Dataset<Row> laid = rows.select(columns.toArray(Column[]::new));
    if (sink.bucketBy().isPresent()) {
      // Sorted, a task has one file open at a time, and so makes no second one of a bucket.
      Column[] keys = folders.stream().map(Columns::named).toArray(Column[]::new);
      return laid.repartition(keys).sortWithinPartitions(keys);
    }
    return mode == DistributionMode.HASH ? together(laid, folders) : laid;
  }

  /**
   * Unlike repartition, a rebalance splits a partition that is too large for one task. Only SQL
   * spells it in one way for both families of Spark.
   */
  private static Dataset<Row> together(Dataset<Row> rows, List<String> folders) {
    String view = "millrace_" + UUID.randomUUID().toString().replace("-", "");
    rows.createOrReplaceTempView(view);
    try {
      String hint = "rebalance(" + String.join(", ", folders) + ")";
      return rows.sparkSession().sql("select /*+ " + hint + " */ * from " + view);
    } finally {
      rows.sparkSession().catalog().dropTempView(view);
    }
  }

  private Column record() {
    Column all = struct(fileColumns().stream().map(Columns::named).toArray(Column[]::new));
    return switch (sink.format()) {
      case PARQUET -> all;
      case CSV -> struct(to_csv(all, FileEncoding.sparkOptions(sink.options())).as("line"));
      case JSON -> struct(to_json(all, FileEncoding.jsonOptions(sink.options())).as("line"));
    };
  }
}
