package io.millrace.jobs.table;

import io.millrace.jobs.stage.Persisted;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** Rows under names that SQL knows, for as long as a merge takes. */
final class Views implements AutoCloseable {

  private final SparkSession spark;
  private final String prefix;
  private final List<String> names = new ArrayList<>();
  private final List<Dataset<Row>> kept = new ArrayList<>();

  Views(SparkSession spark, String run) {
    this.spark = spark;
    this.prefix = "_millrace_" + run.replaceAll("[^A-Za-z0-9]", "_") + "_";
  }

  /** A name for these rows. */
  String of(Dataset<Row> rows) {
    String name = prefix + names.size();
    rows.createOrReplaceTempView(name);
    names.add(name);
    return TableName.quoted(name);
  }

  /**
   * The same for rows that are computed once, before a table they come from is changed. Spark 4.1
   * loses a table that a view names in a MERGE that rewrites files, so the view names none.
   */
  String kept(Dataset<Row> rows) {
    Dataset<Row> computed = Persisted.of(spark.createDataFrame(rows.toJavaRDD(), rows.schema()));
    kept.add(computed);
    computed.count();
    return of(computed);
  }

  @Override
  public void close() {
    names.forEach(spark.catalog()::dropTempView);
    kept.forEach(Dataset::unpersist);
  }
}
