package io.millrace.jobs.table;

import static io.millrace.jobs.table.NewTable.literal;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.Row;

/**
 * Iceberg's own procedures, by {@code CALL}. Source of their arguments: Iceberg documentation,
 * "Spark Procedures".
 */
record IcebergProcedures(TableCatalog catalog) {

  /** What it did, in figures: the first of them, and those that are not nothing. */
  Map<String, Object> call(String procedure, Map<String, String> arguments) {
    List<String> all = new ArrayList<>();
    arguments.forEach((key, value) -> all.add(key + " => " + value));
    Row row = catalog.spark().sql(statement(procedure, String.join(", ", all))).head();
    Map<String, Object> told = new TreeMap<>();
    for (int i = 0; i < row.size(); i++) {
      String figure = row.schema().fieldNames()[i].replaceAll("_count$", "").replace('_', '-');
      long count = row.isNullAt(i) ? 0 : ((Number) row.get(i)).longValue();
      if (count > 0 || i == 0) {
        told.put(figure, count);
      }
    }
    return told;
  }

  String statement(String procedure, String arguments) {
    return "CALL %s.system.%s(table => %s%s)"
        .formatted(
            TableName.quoted(catalog.table().catalog()),
            procedure,
            literal(catalog.table().within()),
            arguments.isEmpty() ? "" : ", " + arguments);
  }
}
