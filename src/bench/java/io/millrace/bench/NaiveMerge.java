package io.millrace.bench;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.row_number;

import java.time.Duration;
import java.time.Instant;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.expressions.Window;
import org.apache.spark.sql.expressions.WindowSpec;

/**
 * The merge as tutorials write it: the full load and all changes, row_number, the first of each key
 * unless it deletes. Arguments: full load, changes, output, threads.
 */
final class NaiveMerge {

  private NaiveMerge() {}

  public static void main(String[] args) {
    try (SparkSession spark = DmsChanges.session(args[3]).getOrCreate()) {
      Instant begun = Instant.now();
      Dataset<Row> full =
          spark
              .read()
              .parquet(args[0])
              .withColumn("dms_timestamp", col("dms_timestamp").cast("timestamp"))
              .withColumn("file", lit(""))
              .withColumn("place", lit(0L));
      Dataset<Row> all = full.unionByName(DmsChanges.read(spark, args[1]));
      WindowSpec latest =
          Window.partitionBy("id")
              .orderBy(
                  col("file").notEqual("").desc(),
                  col("dms_timestamp").desc(),
                  col("file").desc(),
                  col("place").desc());
      all.withColumn("rank", row_number().over(latest))
          .where("rank = 1 and Op <> 'D'")
          .drop("rank", "Op", "dms_timestamp", "file", "place")
          .write()
          .mode("overwrite")
          .parquet(args[2]);
      Child.sayJobSeconds(Duration.between(begun, Instant.now()));
    }
  }
}
