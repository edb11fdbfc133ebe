package io.millrace.support;

import org.apache.spark.sql.SparkSession;

/** The one Spark session of a test JVM. */
public final class Sessions {

  private Sessions() {}

  /** A small local session in UTC, started when first asked for. */
  public static SparkSession local() {
    return Holder.SESSION;
  }

  private static final class Holder {
    static final SparkSession SESSION =
        SparkSession.builder()
            .appName("millrace-tests")
            .master("local[2]")
            .config("spark.ui.enabled", "false")
            .config("spark.driver.bindAddress", "127.0.0.1")
            .config("spark.sql.shuffle.partitions", "1")
            .config("spark.sql.session.timeZone", "UTC")
            // Delta works with its extension only, and no session takes one later.
            .config("spark.sql.extensions", "io.delta.sql.DeltaSparkSessionExtension")
            // For tables of a few rows: 50 small files are slow.
            .config("spark.databricks.delta.snapshotPartitions", "1")
            .config("spark.sql.warehouse.dir", System.getProperty("java.io.tmpdir") + "/warehouse")
            .getOrCreate();
  }
}
