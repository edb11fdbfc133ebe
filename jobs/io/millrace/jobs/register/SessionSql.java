package io.millrace.jobs.register;

import io.millrace.jobs.table.TableName;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.spark.sql.catalyst.catalog.ExternalCatalogUtils;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** Statements of Spark about a table of files. */
record SessionSql(String table, TableDefinition definition) {

  String create(Map<String, String> properties) {
    StringBuilder sql = new StringBuilder("CREATE TABLE ").append(table).append(" (");
    sql.append(columns(definition.columns()));
    boolean parted = !definition.keys().isEmpty();
    sql.append(parted ? ", " + columns(definition.keys()) : "").append(") USING ");
    sql.append(definition.storage().reader());
    if (!definition.storage().settings().isEmpty()) {
      sql.append(" OPTIONS ").append(pairs(definition.storage().settings()));
    }
    if (parted) {
      sql.append(" PARTITIONED BY (");
      sql.append(
          List.of(definition.keys().fieldNames()).stream()
              .map(TableName::quoted)
              .collect(Collectors.joining(", ")));
      sql.append(')');
    }
    sql.append(" LOCATION ").append(text(definition.location()));
    return properties.isEmpty() ? sql.toString() : sql + " TBLPROPERTIES " + pairs(properties);
  }

  private static String columns(StructType columns) {
    return List.of(columns.fields()).stream()
        .map(field -> TableName.quoted(field.name()) + " " + field.dataType().sql())
        .collect(Collectors.joining(", "));
  }

  String add(StructType columns) {
    return "ALTER TABLE " + table + " ADD COLUMNS (" + columns(columns) + ")";
  }

  String set(Map<String, String> properties) {
    return "ALTER TABLE " + table + " SET TBLPROPERTIES " + pairs(properties);
  }

  String add(List<PartitionFolder> partitions) {
    String all =
        partitions.stream().map(one -> spec(one) + place(one)).collect(Collectors.joining(" "));
    return "ALTER TABLE " + table + " ADD IF NOT EXISTS " + all;
  }

  private static String place(PartitionFolder partition) {
    return partition.location().isEmpty() ? "" : " LOCATION " + text(partition.location());
  }

  private String spec(PartitionFolder partition) {
    List<String> parts = new ArrayList<>();
    for (int i = 0; i < partition.values().size(); i++) {
      StructField key = definition.keys().fields()[i];
      String value = partition.values().get(i);
      boolean isNull = value.equals(PartitionFolder.NULL);
      parts.add(TableName.quoted(key.name()) + " = " + (isNull ? "null" : text(value)));
    }
    return "PARTITION (" + String.join(", ", parts) + ")";
  }

  private static String pairs(Map<String, String> pairs) {
    return new TreeMap<>(pairs)
        .entrySet().stream()
            .map(pair -> text(pair.getKey()) + " = " + text(pair.getValue()))
            .collect(Collectors.joining(", ", "(", ")"));
  }

  private static String text(String value) {
    return "'" + value.replace("\\", "\\\\").replace("'", "\\'") + "'";
  }

  /** The values in {@code year=2024/month=08}, as {@code SHOW PARTITIONS} has them. */
  static List<String> values(String partition) {
    List<String> values = new ArrayList<>();
    for (String part : partition.split("/", -1)) {
      values.add(ExternalCatalogUtils.unescapePathName(part.substring(part.indexOf('=') + 1)));
    }
    return values;
  }
}
