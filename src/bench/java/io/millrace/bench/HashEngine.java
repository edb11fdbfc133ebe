package io.millrace.bench;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** Who hashes, each in a JVM of its own. */
enum HashEngine {
  MILLRACE_HMAC("Millrace, hmac-sha-256"),
  MILLRACE_SHA_256("Millrace, sha-256"),
  SPARK_TOKEN("Spark, millrace.token"),
  SPARK_SHA_256("Spark, millrace.sha_256"),
  SPARK_SHA2("Spark, sha2"),
  NAIVE_UDF("Spark, Java UDF with sha-256"),
  DUCKDB("DuckDB, sha256");

  private final String title;

  HashEngine(String title) {
    this.title = title;
  }

  String title() {
    return title;
  }

  String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  boolean isMillrace() {
    return this == MILLRACE_HMAC || this == MILLRACE_SHA_256;
  }

  /** Those of one sort must write the same. */
  boolean isKeyed() {
    return this == MILLRACE_HMAC || this == SPARK_TOKEN;
  }

  /** The command that reads profiles and writes ids with two hashes below {@code target}. */
  List<String> command(JavaCommand java, Path input, String key, Path target) {
    Home home = java.home();
    String output = target.resolve("out").toString();
    String threads = Integer.toString(java.threads());
    if (isMillrace()) {
      String job = this == MILLRACE_HMAC ? "hash-profiles.conf" : "hash-profiles-plain.conf";
      return java.millrace(
          home.millraceJar(),
          List.of(),
          List.of(
              home.root().resolve("src/bench/conf").resolve(job).toString(),
              "--vars.input",
              input.toString(),
              "--vars.output",
              output,
              "--vars.reports",
              target.resolve("reports").toString(),
              "--vars.key",
              key));
    }
    return this == DUCKDB
        ? java.of(
            List.of(home.benchClasses(), home.duckdb()),
            List.of(DuckDbHash.class.getName(), input.toString(), output, threads, java.heap()))
        : java.of(
            List.of(home.benchClasses(), home.millraceJar().toString(), home.spark()),
            List.of(SparkHash.class.getName(), word(), input.toString(), output, threads, key));
  }
}
