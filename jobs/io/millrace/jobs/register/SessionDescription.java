package io.millrace.jobs.register;

import io.millrace.jobs.table.TableName;
import io.millrace.transforms.InvalidInputException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.AnalysisException;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** What Spark tells of a table that is there. */
record SessionDescription(SparkSession spark, TableName table) {

  /** The table, if it is one of files. */
  TableDefinition definition() throws AnalysisException {
    Map<String, String> facts = facts();
    String kind = facts.getOrDefault("Type", "").toLowerCase(Locale.ROOT);
    String provider = facts.getOrDefault("Provider", "").toLowerCase(Locale.ROOT);
    if (!kind.equals("external") || !List.of("csv", "json", "parquet").contains(provider)) {
      String is = kind.equals("view") ? "a view" : "a table that is " + kind + ", of " + provider;
      throw new InvalidInputException(
          "action.table: %s is there, and is %s, not an external table of csv, json or parquet; take another name, or drop it"
              .formatted(table, is));
    }
    StructType all = spark.table(table.sql()).schema();
    List<String> keys = keys();
    StructType columns = new StructType();
    StructType partitioned = new StructType();
    for (StructField field : all.fields()) {
      boolean key = keys.stream().anyMatch(field.name()::equalsIgnoreCase);
      columns = key ? columns : columns.add(field.name(), field.dataType(), true);
      partitioned = key ? partitioned.add(field.name(), field.dataType(), true) : partitioned;
    }
    Map<String, String> parameters = properties();
    Map<String, String> options = new TreeMap<>();
    parameters.forEach(
        (key, value) -> {
          if (key.startsWith(SessionRegistry.OPTION)) {
            options.put(key.substring(SessionRegistry.OPTION.length()), value);
          }
        });
    Storage storage = new Storage(provider, provider, options, "", "");
    return new TableDefinition(
        columns, partitioned, facts.getOrDefault("Location", ""), storage, parameters);
  }

  /** The lines below {@code # Detailed Table Information}, by their names. */
  private Map<String, String> facts() {
    List<Row> lines = spark.sql("DESCRIBE TABLE EXTENDED " + table.sql()).collectAsList();
    Map<String, String> facts = new LinkedHashMap<>();
    boolean detailed = false;
    for (Row line : lines) {
      detailed |= line.getString(0).startsWith("# Detailed");
      if (detailed) {
        facts.putIfAbsent(line.getString(0), String.valueOf(line.get(1)));
      }
    }
    return facts;
  }

  private List<String> keys() throws AnalysisException {
    return spark
        .catalog()
        .listColumns(table.sql())
        .where("isPartition")
        .select("name")
        .collectAsList()
        .stream()
        .map(row -> row.getString(0))
        .toList();
  }

  private Map<String, String> properties() {
    Map<String, String> properties = new TreeMap<>();
    spark
        .sql("SHOW TBLPROPERTIES " + table.sql())
        .collectAsList()
        .forEach(row -> properties.put(row.getString(0), row.getString(1)));
    return properties;
  }
}
