package io.millrace.jobs;

import java.util.Map;
import java.util.stream.Collectors;
import org.apache.spark.sql.SparkSession;

/** Settings of the catalog {@code lake}: those of its class have the empty key. */
final class LakeCatalog {

  private LakeCatalog() {}

  /** As a job file has them. */
  static String block(Map<String, String> settings) {
    String lines =
        settings.entrySet().stream()
            .map(entry -> "  \"%s\" = \"%s\"%n".formatted(key(entry.getKey()), entry.getValue()))
            .collect(Collectors.joining());
    return "spark {\n"
        + lines
        + "  \"sql.codegen.wholeStage\" = false, \"sql.codegen.factoryMode\" = NO_CODEGEN\n}\n";
  }

  private static String key(String of) {
    return "sql.catalog.lake" + (of.isEmpty() ? "" : "." + of);
  }

  /** A session that knows nothing yet of the tables. */
  static SparkSession session(SparkSession any, Map<String, String> settings) {
    SparkSession fresh = any.newSession();
    fresh.conf().set("spark.sql.codegen.wholeStage", "false");
    fresh.conf().set("spark.sql.codegen.factoryMode", "NO_CODEGEN");
    settings.forEach((key, value) -> fresh.conf().set("spark." + key(key), value));
    return fresh;
  }
}
