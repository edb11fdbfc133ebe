package io.millrace.bench;

import java.net.URISyntaxException;
import java.nio.file.Path;

/** Where things lie in a checkout. */
record Home(Path root) {

  Path target() {
    return root.resolve("target");
  }

  Path bench() {
    return target().resolve("bench");
  }

  Path lake(long rows) {
    return bench().resolve("lake/" + rows);
  }

  Path raw(long rows) {
    return lake(rows).resolve("raw");
  }

  Path activity(long rows) {
    return raw(rows).resolve("useractivity");
  }

  Path millraceJar() {
    return target().resolve("launcher/millrace.jar");
  }

  /** The classes that a first run of the launcher leaves, so that later ones start sooner. */
  Path archive() {
    return target().resolve("launcher/classes.jsa");
  }

  String spark() {
    return target().resolve("launcher/lib") + "/*";
  }

  String benchClasses() {
    return location(FlattenWeblogs.class);
  }

  String duckdb() {
    return location(org.duckdb.DuckDBDriver.class);
  }

  /** Iceberg for Spark, which the tests bring. */
  String iceberg() {
    try {
      return location(Class.forName("org.apache.iceberg.spark.SparkCatalog"));
    } catch (ClassNotFoundException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String location(Class<?> type) {
    try {
      return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI()).toString();
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }
}
