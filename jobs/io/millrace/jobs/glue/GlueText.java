package io.millrace.jobs.glue;

import static java.util.stream.Collectors.toMap;

import io.millrace.jobs.register.Storage;
import io.millrace.jobs.register.TableDefinition;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import software.amazon.awssdk.services.glue.model.Column;
import software.amazon.awssdk.services.glue.model.Partition;
import software.amazon.awssdk.services.glue.model.SerDeInfo;
import software.amazon.awssdk.services.glue.model.StorageDescriptor;
import software.amazon.awssdk.services.glue.model.Table;
import software.amazon.awssdk.services.glue.model.TableInput;

/** Tables in the words of Glue. */
final class GlueText {

  private GlueText() {}

  /** What Glue says of a table. */
  static TableDefinition definition(Table table) {
    StorageDescriptor files = table.storageDescriptor();
    return new TableDefinition(
        columns(files.columns()),
        columns(table.partitionKeys()),
        text(files.location()),
        storage(table.parameters().getOrDefault("classification", ""), files),
        table.parameters());
  }

  private static Storage storage(String classification, StorageDescriptor files) {
    Map<String, String> settings = new TreeMap<>();
    if (files.serdeInfo() != null) {
      settings.putAll(files.serdeInfo().parameters());
    }
    return new Storage(
        classification,
        reader(files),
        settings,
        text(files.inputFormat()),
        text(files.outputFormat()));
  }

  /** The class of the SerDe; empty if there is none. */
  static String reader(StorageDescriptor files) {
    return files.serdeInfo() == null ? "" : text(files.serdeInfo().serializationLibrary());
  }

  private static String text(String said) {
    return said == null ? "" : said;
  }

  private static StructType columns(List<Column> columns) {
    StructType all = new StructType();
    for (Column column : columns) {
      all = all.add(HiveTypes.read(column.name(), text(column.type())));
    }
    return all;
  }

  /** A table that is not there yet. */
  static TableInput made(String name, TableDefinition table) {
    Map<String, String> parameters = new TreeMap<>(table.parameters());
    parameters.put("EXTERNAL", "TRUE");
    return TableInput.builder()
        .name(name)
        .tableType("EXTERNAL_TABLE")
        .parameters(parameters)
        .partitionKeys(columns(table.keys(), List.of()))
        .storageDescriptor(files(table, null))
        .build();
  }

  /** A table that is there, with another definition and all else that is said of it. */
  static TableInput changed(Table was, TableDefinition table) {
    Map<String, String> parameters = new TreeMap<>(was.parameters());
    // A projection is said as a whole, or not at all.
    parameters.keySet().removeIf(TableDefinition::isProjection);
    parameters.putAll(table.parameters());
    return TableInput.builder()
        .name(was.name())
        .description(was.description())
        .owner(was.owner())
        .lastAccessTime(was.lastAccessTime())
        .lastAnalyzedTime(was.lastAnalyzedTime())
        .retention(was.retention())
        .tableType(was.tableType())
        .parameters(parameters)
        .partitionKeys(was.partitionKeys())
        .storageDescriptor(files(table, was.storageDescriptor()))
        .build();
  }

  /** How files are read; columns that stay keep their comments. */
  private static StorageDescriptor files(TableDefinition table, StorageDescriptor was) {
    Storage storage = table.storage();
    StorageDescriptor.Builder files =
        was == null ? StorageDescriptor.builder().compressed(false) : was.toBuilder();
    return files
        .columns(columns(table.columns(), was == null ? List.of() : was.columns()))
        .location(table.location())
        .inputFormat(storage.inputFormat())
        .outputFormat(storage.outputFormat())
        .serdeInfo(
            (was == null || was.serdeInfo() == null
                    ? SerDeInfo.builder()
                    : was.serdeInfo().toBuilder())
                .serializationLibrary(storage.reader())
                .parameters(storage.settings())
                .build())
        .build();
  }

  /** A partition's files, read as its table's now are; what others said of them stays. */
  static StorageDescriptor filesOf(Partition partition, TableDefinition table) {
    StorageDescriptor was = partition.storageDescriptor();
    Storage storage = table.storage().over(storage("", was));
    return files(table.withStorage(storage), was).toBuilder().location(was.location()).build();
  }

  /** The same files in another folder, as a partition has them. */
  static StorageDescriptor filesIn(String location, TableDefinition table) {
    return files(table, null).toBuilder().location(location).build();
  }

  private static List<Column> columns(StructType columns, List<Column> was) {
    Map<String, Column> known = was.stream().collect(toMap(Column::name, one -> one, (a, b) -> a));
    return Arrays.stream(columns.fields()).map(field -> column(field, known)).toList();
  }

  private static Column column(StructField field, Map<String, Column> known) {
    Column before = known.get(field.name());
    return (before == null ? Column.builder() : before.toBuilder())
        .name(field.name())
        .type(field.dataType().catalogString())
        .build();
  }
}
