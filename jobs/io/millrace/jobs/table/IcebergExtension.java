package io.millrace.jobs.table;

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
  static void require(TableCatalog catalog, String what) {
    if (!catalog.spark().conf().get("spark.sql.extensions", "").contains(NAME)) {
      throw catalog.mistake(
          "%s needs spark.sql.extensions = %s, which a running Spark does not take; set it in the environment file, or with --conf where Spark is started"
              .formatted(what, NAME));
    }
  }
}
