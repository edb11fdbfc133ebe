package io.millrace.jobs.io;

import io.millrace.jobs.register.PartitionFolder;
import io.millrace.jobs.text.TextRows;
import io.millrace.transforms.InvalidInputException;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.fs.Path;
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

  /** A partition for each combination of values, with its folder as it is spelled. */
  List<PartitionFolder> partitions() {
    Map<List<String>, String> places = new LinkedHashMap<>();
    if (!isEmpty()) {
      values.forEach((file, named) -> add(file, named, places));
    }
    return places.entrySet().stream()
        .map(one -> new PartitionFolder(one.getKey(), one.getValue()))
        .toList();
  }

  private static void add(
      String file, List<FolderNames.Named> named, Map<List<String>, String> places) {
    Path folder = new Path(file).getParent();
    String innermost = named.get(named.size() - 1).folder();
    while (!folder.getName().equals(innermost)) {
      folder = folder.getParent();
    }
    List<String> values =
        named.stream()
            .map(one -> one.value() == null ? PartitionFolder.NULL : one.value())
            .toList();
    String other = places.putIfAbsent(values, folder.toString());
    if (other != null && !other.equals(folder.toString())) {
      throw new InvalidInputException(
          "action: the folders %s and %s give the same partition, of which a table has one; move the files together, or leave one out with exclude"
              .formatted(other, folder));
    }
  }

  /** A file that lies in a folder below that of its partition. */
  Optional<String> belowPartition() {
    return isEmpty()
        ? Optional.empty()
        : values.entrySet().stream()
            .filter(
                one -> {
                  List<FolderNames.Named> named = one.getValue();
                  String innermost = named.get(named.size() - 1).folder();
                  return !new Path(one.getKey()).getParent().getName().equals(innermost);
                })
            .map(Map.Entry::getKey)
            .findFirst();
  }
}
