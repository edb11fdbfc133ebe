package io.millrace.bench;

import io.millrace.jobs.sample.SampleLake;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.apache.hadoop.conf.Configuration;

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

  /** Makes the folders that are absent of a lake with so many visits. */
  void makeLake(long rows) throws IOException {
    Set<String> absent = new TreeSet<>(Set.of("useractivity", "userprofile"));
    absent.removeIf(folder -> Files.exists(raw(rows).resolve(folder)));
    if (!absent.isEmpty()) {
      System.out.println("Making " + absent + " of the sample lake ...");
      new SampleLake(lake(rows).toString(), rows, 50_000, 42, 0).write(new Configuration(), absent);
    }
  }

  /** The arguments of a job that Millrace brings, which reads {@code raw}. */
  List<String> shipped(String job, Path raw, Path curated) {
    return List.of(
        root.resolve("conf/jobs").resolve(job).toString(),
        "--vars.raw",
        raw.toString(),
        "--vars.curated",
        curated.toString());
  }

  Path millraceJar() {
    return target().resolve("launcher/millrace.jar");
  }

  String spark() {
    return target().resolve("launcher/lib") + "/*";
  }

  String benchClasses() {
    return location(WholeJobs.class);
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
