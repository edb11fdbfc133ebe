package io.millrace.jobs.table;

import io.millrace.jobs.stage.Persisted;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
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
  private final Map<String, Broadcast<byte[]>> filters = new HashMap<>();

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
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      filter.writeTo(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Broadcast<byte[]> sent =
        JavaSparkContext.fromSparkContext(spark.sparkContext()).broadcast(bytes.toByteArray());
    String name = prefix + "filter_" + filters.size();
    filters.put(name, sent);
    spark.udf().register(name, new MightContain(sent), DataTypes.BooleanType);
    return TableName.quoted(name);
  }

  /** Lets go of all of them, also after one of them cannot be. */
  @Override
  public void close() {
    List<Runnable> all = new ArrayList<>();
    names.forEach(name -> all.add(() -> spark.catalog().dropTempView(name)));
    kept.forEach(rows -> all.add(rows::unpersist));
    filters.forEach(
        (name, sent) -> {
          all.add(() -> spark.sql("DROP TEMPORARY FUNCTION IF EXISTS " + TableName.quoted(name)));
          all.add(sent::destroy);
        });
    RuntimeException first = null;
    for (Runnable one : all) {
      try {
        one.run();
      } catch (RuntimeException e) {
        first = first == null ? e : first;
      }
    }
    if (first != null) {
      throw first;
    }
  }
}
