package io.millrace.jobs.table;

import io.millrace.transforms.InvalidInputException;
import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** The catalog that a table is in, as a Spark session knows it. */
record TableCatalog(SparkSession spark, TableName table, TableFormat format) {

  private static final String DELTA_CATALOG = "org.apache.spark.sql.delta.catalog.DeltaCatalog";
  private static final String DELTA_EXTENSION = "io.delta.sql.DeltaSparkSessionExtension";

  /** Fails with what is to be set if the table cannot be reached. */
  void check() {
    String key = "spark.sql.catalog." + table.catalog();
    String implementation = spark.conf().get(key, null);
    if (format == TableFormat.DELTA) {
      checkDelta(key, implementation);
    } else if (implementation == null) {
      throw new InvalidInputException(
          "sink.table: no catalog %1$s is known; set spark { \"sql.catalog.%1$s\" = org.apache.iceberg.spark.SparkCatalog, and beside it sql.catalog.%1$s.type and what that type needs }"
              .formatted(table.catalog()));
    }
    GlueTable glue = new GlueTable(spark, table);
    glue.checkNames();
    List<Row> namespace;
    boolean exists;
    try {
      namespace = spark.sql("DESCRIBE NAMESPACE " + table.namespace()).collectAsList();
      exists = spark.catalog().tableExists(table.sql());
    } catch (Exception | LinkageError e) {
      throw unreachable(key, implementation, e);
    }
    if (!exists) {
      glue.requirePlace(namespace);
    }
  }

  private void checkDelta(String key, String implementation) {
    if (!spark.conf().get("spark.sql.extensions", "").contains(DELTA_EXTENSION)) {
      throw new InvalidInputException(
          "sink.format: Delta needs spark.sql.extensions = %s, which a running Spark does not take; set it in the environment file, or with --conf where Spark is started"
              .formatted(DELTA_EXTENSION));
    }
    if (implementation == null) {
      throw new InvalidInputException(
          "sink.table: catalog %s is not one of Delta; set spark { \"%s\" = %s }"
              .formatted(table.catalog(), key.substring("spark.".length()), DELTA_CATALOG));
    }
  }

  private InvalidInputException unreachable(String key, String implementation, Throwable e) {
    String said = Said.by(e);
    if (String.valueOf(e.getMessage()).contains("Cannot find catalog plugin class")) {
      return new InvalidInputException(
          "sink.table: %s is %s, which is not on the class path; add the jar of that table format, by --packages or MILLRACE_CLASSPATH"
              .formatted(key, implementation),
          e);
    }
    if (said.contains("SCHEMA_NOT_FOUND") || said.contains("NoSuchNamespace")) {
      return new InvalidInputException(
          "sink.table: there is no namespace %1$s; make it with CREATE NAMESPACE %1$s"
              .formatted(table.namespace().replace("`", "")),
          e);
    }
    return new CatalogFailure(spark, table).of("cannot reach", e);
  }
}
