package io.millrace.jobs;

import io.millrace.transforms.InvalidInputException;
import java.io.IOException;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.SparkSession;

/**
 * The folders that catalogs of type {@code hadoop} keep their tables in, such as {@code
 * lake/warehouse}. Iceberg takes them as they are spelled and compares paths as texts: from a
 * relative one it would hold every file of a table for an orphan, and remove it.
 */
final class Warehouses {

  private static final Pattern KEY = Pattern.compile("(spark\\.sql\\.catalog\\.[^.]+)\\.warehouse");

  private Warehouses() {}

  /** Gives a session, which has loaded no catalog yet, the full paths of relative ones. */
  static void qualify(SparkSession spark, Map<String, String> settings) {
    Configuration hadoop = spark.sparkContext().hadoopConfiguration();
    settings.forEach(
        (key, folder) -> {
          Matcher warehouse = KEY.matcher(key);
          if (warehouse.matches()
              && "hadoop".equalsIgnoreCase(settings.get(warehouse.group(1) + ".type"))) {
            spark.conf().set(key, qualified(key, folder, hadoop));
          }
        });
  }

  private static String qualified(String key, String folder, Configuration hadoop) {
    try {
      Path path = new Path(folder);
      return path.getFileSystem(hadoop).makeQualified(path).toString();
    } catch (IOException | IllegalArgumentException e) {
      throw new InvalidInputException(
          "%s: cannot open %s: %s; give a folder"
              .formatted(key.substring("spark.".length()), folder, e.getMessage()),
          e);
    }
  }
}
