package io.millrace.jobs.table;

import io.millrace.transforms.InvalidInputException;
import org.apache.spark.sql.SparkSession;

/** Iceberg's extension of Spark, which knows statements that Spark does not. */
final class IcebergExtension {

  private static final String NAME =
      "org.apache.iceberg.spark.extensions.IcebergSparkSessionExtensions";

  private IcebergExtension() {}

  /**
   * Fails if the session has none.
   *
   * @param what the key, and what needs it
   */
  static void require(SparkSession spark, String what) {
    if (!spark.conf().get("spark.sql.extensions", "").contains(NAME)) {
      throw new InvalidInputException(
          "%s needs spark.sql.extensions = %s, which a running Spark does not take; set it in the environment file, or with --conf where Spark is started"
              .formatted(what, NAME));
    }
  }
}
