package io.millrace.jobs;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.util.VersionInfo;
import org.apache.spark.sql.SparkSession;

/** What a run ran on. */
final class Versions {

  private Versions() {}

  static Map<String, String> of(SparkSession spark) {
    Map<String, String> versions = new LinkedHashMap<>();
    versions.put("millrace", millrace());
    versions.put("spark", spark.version());
    versions.put("hadoop", VersionInfo.getVersion());
    versions.put("java", Runtime.version().toString());
    versions.put("master", spark.sparkContext().master());
    versions.put("application", spark.sparkContext().applicationId());
    return versions;
  }

  /** The jar's version; {@code development} when the classes are not in a jar. */
  static String millrace() {
    return Optional.ofNullable(Versions.class.getPackage().getImplementationVersion())
        .orElse("development");
  }
}
