package io.millrace.jobs.table;

import static org.apache.spark.sql.functions.col;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** How many rows a merge inserted, updated and deleted. */
record ChangedRows(SparkSession spark, TableName name, TableFormat format) {

  /**
   * The rows that the newest commit changed, if it is a MERGE of this run and the format tells;
   * Iceberg does from Spark 4.1.
   */
  Map<String, Long> by(String run) {
    Map<String, Long> changed = new TreeMap<>();
    Dataset<Row> newest =
        format == TableFormat.ICEBERG
            ? spark
                .sql(
                    "SELECT s.summary FROM %1$s.snapshots s JOIN %1$s.refs r ON s.snapshot_id = r.snapshot_id AND r.name = 'main'"
                        .formatted(name.sql()))
                .where(col("summary").getItem(CommitTag.PROPERTY).equalTo(run))
            : spark
                .sql("DESCRIBE HISTORY %s LIMIT 1".formatted(name.sql()))
                .where(col("userMetadata").equalTo(run));
    String metrics = format == TableFormat.ICEBERG ? "summary" : "operationMetrics";
    List<Row> commit = newest.select(metrics).collectAsList();
    if (!commit.isEmpty()) {
      Map<String, String> told = commit.get(0).getJavaMap(0);
      for (String what : List.of("inserted", "updated", "deleted")) {
        String rows = told.get(metric(what));
        if (rows != null) {
          changed.put("rows-" + what, Long.valueOf(rows));
        }
      }
    }
    return changed;
  }

  private String metric(String what) {
    return format == TableFormat.ICEBERG
        ? "spark.merge-into.num-target-rows-" + what
        : "numTargetRows" + what.substring(0, 1).toUpperCase(Locale.ROOT) + what.substring(1);
  }
}
