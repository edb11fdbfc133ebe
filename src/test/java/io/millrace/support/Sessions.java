package io.millrace.support;

import io.millrace.jobs.io.PosixLocalFileSystem;
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
            // As in conf/environments/local.conf.
            .config("spark.hadoop.fs.file.impl", PosixLocalFileSystem.class.getName())
            .config("spark.driver.bindAddress", "127.0.0.1")
            .config("spark.sql.shuffle.partitions", "1")
            .config("spark.sql.session.timeZone", "UTC")
            // No session takes one later: Delta works with its own only, Iceberg's brings CALL.
            .config(
                "spark.sql.extensions",
                "io.delta.sql.DeltaSparkSessionExtension,org.apache.iceberg.spark.extensions.IcebergSparkSessionExtensions")
            // For tables of a few rows: 50 small files are slow.
            .config("spark.databricks.delta.snapshotPartitions", "1")
            // Spark describes each query for a UI that is off.
            .config("spark.sql.ui.explainMode", "simple")
            .config("spark.sql.warehouse.dir", System.getProperty("java.io.tmpdir") + "/warehouse")
            .getOrCreate();
  }
}
