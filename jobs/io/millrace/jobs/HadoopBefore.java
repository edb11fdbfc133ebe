package io.millrace.jobs;

import io.millrace.jobs.config.JobFiles;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkContext;
import org.apache.spark.SparkEnv;

/**
 * Hadoop's settings before the job's session is there: job files, too, may lie in an object store.
 * They are what the platform's own files say, over that what Spark was started with, over that what
 * the environment file and the command line say below {@code spark.hadoop}.
 */
final class HadoopBefore {

  private static final String PREFIX = "spark.hadoop.";

  private HadoopBefore() {}

  static Configuration of(Arguments arguments) {
    Configuration hadoop =
        SparkEnv.get() == null
            ? new Configuration()
            : new Configuration(SparkContext.getOrCreate().hadoopConfiguration());
    Map<String, String> given = new LinkedHashMap<>();
    // Where spark-submit leaves what it was given.
    System.getProperties().stringPropertyNames().stream()
        .filter(key -> key.startsWith(PREFIX))
        .forEach(key -> given.put(key, System.getProperty(key)));
    new JobFiles(new Locations(hadoop)::text)
        .known(arguments.option("environment"), arguments.settings(), "spark")
        .forEach((key, value) -> given.put(key.startsWith("spark.") ? key : "spark." + key, value));
    set(hadoop, given);
    return hadoop;
  }

  /** Those of Spark's settings that are Hadoop's. */
  static void set(Configuration hadoop, Map<String, String> spark) {
    spark.forEach(
        (key, value) -> {
          String full = key.startsWith("spark.") ? key : "spark." + key;
          if (full.startsWith(PREFIX)) {
            hadoop.set(full.substring(PREFIX.length()), value);
          }
        });
  }
}
