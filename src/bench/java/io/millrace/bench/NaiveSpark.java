package io.millrace.bench;

import java.time.Duration;
import java.time.Instant;
import org.apache.spark.sql.DataFrameWriter;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** A job as Spark tutorials write it. Arguments: job, input, output, threads. */
final class NaiveSpark {

  private NaiveSpark() {}

  public static void main(String[] args) {
    Workload job = Workload.Known.of(args[0]);
    try (SparkSession spark =
        SparkSession.builder()
            .appName("naive")
            .master("local[" + args[3] + "]")
            .config("spark.driver.host", "127.0.0.1")
            .config("spark.driver.bindAddress", "127.0.0.1")
            .getOrCreate()) {
      Instant begun = Instant.now();
      DataFrameWriter<Row> writer = job.naive(spark, args[1]).write().mode("overwrite");
      (job.folders() == null ? writer : writer.partitionBy(job.folders())).parquet(args[2]);
      Child.sayJobSeconds(Duration.between(begun, Instant.now()));
    }
  }
}
