package io.millrace.jobs.io;

import static org.apache.spark.sql.functions.expr;

import io.millrace.transforms.Columns;
import io.millrace.transforms.InvalidInputException;
import io.millrace.transforms.Trace;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** Chooses files by a condition over the columns that their folders give. */
record FileChoice(String condition, FolderColumns folders) {

  /** The files for which the condition is true; no file is opened. */
  List<InputFile> of(List<InputFile> files, SparkSession spark) {
    if (folders.isEmpty()) {
      throw new InvalidInputException(
          "source.where: '%s' needs columns from folders, and there are none; name the folders year=2022, or list their columns in folders"
              .formatted(condition));
    }
    Set<String> chosen = chosen(rows(files, spark));
    List<InputFile> kept = files.stream().filter(file -> chosen.contains(file.path())).toList();
    if (kept.isEmpty()) {
      throw new InvalidInputException(
          "source.where: '%s' is true for none of the %s files; correct it, or read without it"
              .formatted(condition, files.size()));
    }
    return kept;
  }

  private Set<String> chosen(Dataset<Row> rows) {
    try {
      return rows.where(expr(condition)).select(Trace.FILE).collectAsList().stream()
          .map(row -> row.getString(0))
          .collect(Collectors.toSet());
    } catch (Exception e) {
      // Spark throws its checked AnalysisException undeclared.
      String said = String.valueOf(e.getMessage()).strip().lines().findFirst().orElse("");
      throw new InvalidInputException(
          "source.where: '%s' is no condition over the folders' columns %s: %s"
              .formatted(condition, String.join(", ", folders.types().fieldNames()), said),
          e);
    }
  }

  private Dataset<Row> rows(List<InputFile> files, SparkSession spark) {
    StructType texts = new StructType().add(Trace.FILE, DataTypes.StringType);
    List<Column> typed = new ArrayList<>(List.of(Columns.named(Trace.FILE)));
    for (StructField field : folders.types().fields()) {
      texts = texts.add(field.name(), DataTypes.StringType);
      typed.add(Columns.named(field.name()).cast(field.dataType()).as(field.name()));
    }
    List<Row> rows = new ArrayList<>();
    for (InputFile file : files) {
      List<Object> values = new ArrayList<>(List.of(file.path()));
      folders.values().get(file.path()).forEach(named -> values.add(named.value()));
      rows.add(RowFactory.create(values.toArray()));
    }
    return spark.createDataFrame(rows, texts).select(typed.toArray(Column[]::new));
  }
}
