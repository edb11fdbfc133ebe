package io.millrace.bench;

import static org.apache.spark.sql.functions.input_file_name;
import static org.apache.spark.sql.functions.monotonically_increasing_id;

import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** The files of changes as a hand-written Spark job reads them. */
final class DmsChanges {

  private static final String SCHEMA =
      "Op string, dms_timestamp timestamp, id bigint, customer int, status string, amount decimal(12,2), item string, note string, ordered date";

  private DmsChanges() {}

  /** With {@code file} and {@code place}, which grows within a file as long as none is split. */
  static Dataset<Row> read(SparkSession spark, String path) {
    return spark
        .read()
        .schema(SCHEMA)
        .option("escape", "\"")
        .csv(path)
        .withColumn("file", input_file_name())
        .withColumn("place", monotonically_increasing_id());
  }

  static SparkSession.Builder session(String threads) {
    return SparkSession.builder()
        .appName("naive")
        .master("local[" + threads + "]")
        .config("spark.ui.enabled", false)
        .config("spark.driver.host", "127.0.0.1")
        .config("spark.driver.bindAddress", "127.0.0.1");
  }
}
