package io.millrace.jobs.table;

import io.millrace.jobs.stage.Persisted;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.util.sketch.BloomFilter;

/** Rows and functions under names that SQL knows, for as long as a merge takes. */
final class Views implements AutoCloseable {

  private final SparkSession spark;
  private final String prefix;
  private final List<String> names = new ArrayList<>();
  private final List<Dataset<Row>> kept = new ArrayList<>();
  private final Map<String, Broadcast<BloomFilter>> filters = new HashMap<>();

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

  /** A name for the function that tells of a bigint whether the filter may know it. */
  String of(BloomFilter filter) {
    Broadcast<BloomFilter> sent =
        JavaSparkContext.fromSparkContext(spark.sparkContext()).broadcast(filter);
    String name = prefix + "filter_" + filters.size();
    spark.udf().register(name, new MightContain(sent), DataTypes.BooleanType);
    filters.put(name, sent);
    return TableName.quoted(name);
  }

  @Override
  public void close() {
    names.forEach(spark.catalog()::dropTempView);
    kept.forEach(Dataset::unpersist);
    filters.forEach(
        (name, sent) -> {
          spark.sql("DROP TEMPORARY FUNCTION " + TableName.quoted(name));
          sent.destroy();
        });
  }
}
