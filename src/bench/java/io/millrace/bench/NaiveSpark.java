package io.millrace.bench;

import static org.apache.spark.sql.functions.callUDF;
import static org.apache.spark.sql.functions.col;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;

/**
 * The job as Spark tutorials write it: an inferred schema, one Java row UDF for every derived
 * column, a chain of withColumn, write.partitionBy. Arguments: input, output, threads.
 */
final class NaiveSpark {

  private static final DateTimeFormatter DAY =
      DateTimeFormatter.ofPattern("d/MMM/yyyy", Locale.ENGLISH);
  private static final DateTimeFormatter DATE =
      DateTimeFormatter.ofPattern("MM/dd/yyyy", Locale.ENGLISH);

  private NaiveSpark() {}

  public static void main(String[] args) {
    try (SparkSession spark =
        SparkSession.builder()
            .appName("naive")
            .master("local[" + args[2] + "]")
            .config("spark.driver.host", "127.0.0.1")
            .config("spark.driver.bindAddress", "127.0.0.1")
            .getOrCreate()) {
      Instant begun = Instant.now();
      registerFunctions(spark);
      Dataset<Row> visits =
          spark.read().option("header", true).option("inferSchema", true).csv(args[0]);
      flatten(visits).write().mode("overwrite").partitionBy("toppage").parquet(args[1]);
      Child.sayJobSeconds(Duration.between(begun, Instant.now()));
    }
  }

  private static Dataset<Row> flatten(Dataset<Row> visits) {
    return visits
        .withColumn("bytes", col("bytes").cast("bigint")) // inferred as int, declared as bigint
        .withColumn("requesttype", callUDF("requesttype", col("request")))
        .withColumn("topdomain", callUDF("topdomain", col("request")))
        .withColumn("toppage", callUDF("toppage", col("request")))
        .withColumn("subpage", callUDF("subpage", col("request")))
        .withColumn("date", callUDF("date_of", col("timestamp")))
        .withColumn("time", callUDF("time_of", col("timestamp")))
        .withColumn("year", callUDF("year_of", col("timestamp")))
        .withColumn("month", callUDF("month_of", col("timestamp")));
  }

  private static void registerFunctions(SparkSession spark) {
    DataType string = DataTypes.StringType;
    DataType integer = DataTypes.IntegerType;
    register(spark, "requesttype", request -> request.split(" ", -1)[0], string);
    register(spark, "topdomain", request -> segment(request, 1), string);
    register(spark, "toppage", request -> segment(request, 2), string);
    register(spark, "subpage", request -> segment(request, 3), string);
    register(spark, "date_of", timestamp -> day(timestamp).format(DATE), string);
    register(spark, "time_of", timestamp -> timestamp.split(":", 2)[1], string);
    register(spark, "year_of", timestamp -> day(timestamp).getYear(), integer);
    register(spark, "month_of", timestamp -> day(timestamp).getMonthValue(), integer);
  }

  private static void register(
      SparkSession spark, String name, UDF1<String, Object> function, DataType type) {
    spark.udf().register(name, function, type);
  }

  private static String segment(String request, int index) {
    return request.split(" ", -1)[1].split("/", -1)[index];
  }

  private static LocalDate day(String timestamp) {
    return LocalDate.parse(timestamp.split(":", -1)[0], DAY);
  }
}
