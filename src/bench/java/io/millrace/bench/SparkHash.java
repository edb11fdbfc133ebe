package io.millrace.bench;

import io.millrace.udf.Functions;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.types.DataTypes;

/** One projection in Spark. Arguments: engine, input, output, threads, key reference. */
final class SparkHash {

  private SparkHash() {}

  public static void main(String[] args) {
    try (SparkSession spark =
        SparkSession.builder()
            .appName(args[0])
            .master("local[" + args[3] + "]")
            .config("spark.driver.host", "127.0.0.1")
            .config("spark.driver.bindAddress", "127.0.0.1")
            .getOrCreate()) {
      Instant begun = Instant.now();
      Functions.register(spark);
      spark.udf().register("naive", (UDF1<String, String>) SparkHash::naive, DataTypes.StringType);
      spark
          .read()
          .parquet(args[1])
          .selectExpr(
              "id",
              call(args[0], "ssn", "ssn", args[4]) + " as hash_ssn",
              call(args[0], "card", "cc", args[4]) + " as hash_cc")
          .write()
          .mode("overwrite")
          .parquet(args[2]);
      Child.sayJobSeconds(Duration.between(begun, Instant.now()));
    }
  }

  private static String call(String engine, String kind, String column, String key) {
    return switch (engine) {
      case "spark-token" -> "millrace.token('%s', %s, '%s')".formatted(kind, column, key);
      case "spark-sha-256" -> "millrace.sha_256(" + column + ")";
      case "spark-sha2" -> "sha2(" + column + ", 256)";
      default -> "naive(" + column + ")";
    };
  }

  /** As answers on the web have it. */
  private static String naive(String text) throws Exception {
    MessageDigest digest = MessageDigest.getInstance("SHA-256");
    byte[] hash = digest.digest(text.getBytes(StandardCharsets.UTF_8));
    StringBuilder hex = new StringBuilder();
    for (byte b : hash) {
      hex.append(String.format(Locale.ROOT, "%02x", b));
    }
    return hex.toString();
  }
}
