package io.millrace.jobs.io;

import io.millrace.jobs.text.TextRows;
import io.millrace.transforms.InvalidInputException;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * The columns that the names of folders give.
 *
 * @param types strings, but for those that the schema names
 * @param values of each file, by its path
 */
record FolderColumns(StructType types, Map<String, List<FolderNames.Named>> values) {

  /** Those of {@code files}; all have the same columns, and values that fit. */
  static FolderColumns of(ReadFiles source, SparkSession spark, List<InputFile> files) {
    FolderNames names =
        new FolderNames(source, new FileTree(spark.sparkContext().hadoopConfiguration()));
    Map<String, List<FolderNames.Named>> values = new LinkedHashMap<>();
    List<String> columns = List.of();
    for (InputFile file : files) {
      List<FolderNames.Named> found = names.of(file.path());
      List<String> these = found.stream().map(FolderNames.Named::column).toList();
      if (values.isEmpty()) {
        columns = these;
      } else if (!columns.equals(these)) {
        throw new InvalidInputException(
            "source: the folders of %s give columns %s, those of %s give %s; read them apart, or set folders = [] for no columns from folders"
                .formatted(files.get(0).path(), columns, file.path(), these));
      }
      values.put(file.path(), found);
    }
    StructType types = new StructType();
    for (String column : columns) {
      types = types.add(column, source.declared(column).orElse(DataTypes.StringType));
    }
    FolderColumns all = new FolderColumns(types, values);
    all.requireFit(spark);
    return all;
  }

  private void requireFit(SparkSession spark) {
    values.forEach(
        (file, named) -> {
          for (int i = 0; i < named.size(); i++) {
            DataType type = types.fields()[i].dataType();
            String value = named.get(i).value();
            boolean any = value == null || type.equals(DataTypes.StringType);
            if (!any && !TextRows.fits(spark, value, type)) {
              throw new InvalidInputException(
                  "source: column '%s' is to be %s, which the folder '%s' of %s is not; correct the schema or the folder"
                      .formatted(
                          named.get(i).column(), type.simpleString(), named.get(i).folder(), file));
            }
          }
        });
  }

  boolean isEmpty() {
    return types.isEmpty();
  }

  private boolean has(String column) {
    return Arrays.stream(types.fieldNames()).anyMatch(column::equalsIgnoreCase);
  }

  /** What the files themselves hold of a schema. */
  StructType withoutThese(StructType schema) {
    StructType data = new StructType();
    for (StructField field : schema.fields()) {
      data = has(field.name()) ? data : data.add(field);
    }
    return data;
  }

  /** Refuses a column that {@code file} holds though its folders give it too. */
  void requireApart(Collection<String> held, String file) {
    for (FolderNames.Named named : values.get(file)) {
      if (held.stream().anyMatch(named.column()::equalsIgnoreCase)) {
        throw new InvalidInputException(
            "source: column '%s' of %s is both in the file and in the name of the folder '%s'; rename one, or set folders = [] for no columns from folders"
                .formatted(named.column(), file, named.folder()));
      }
    }
  }
}
