package io.millrace.jobs;

import io.millrace.transforms.InvalidInputException;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.SparkSession;
import scala.Tuple2;

/**
 * The folders that Iceberg's catalogs of folders keep their tables in, such as {@code
 * lake/warehouse}. Iceberg takes them as they are spelled and compares paths as texts: from a
 * relative one it would hold every file of a table for an orphan, and remove it.
 */
final class Warehouses {

  private static final Pattern KEY = Pattern.compile("(spark\\.sql\\.catalog\\.[^.]+)\\.warehouse");

  /** Such a folder is full already; its file system may not be on this class path. */
  private static final Pattern WITH_SCHEME = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]*:/.*");

  private Warehouses() {}

  /**
   * Gives a session, which has loaded no catalog yet, the full paths of relative ones, whether
   * {@code given} has them, which the job set, or whoever started Spark did.
   */
  static void qualify(SparkSession spark, Map<String, String> given) {
    Map<String, String> settings = new HashMap<>();
    for (Tuple2<String, String> one : spark.sparkContext().getConf().getAll()) {
      settings.put(one._1(), one._2());
    }
    settings.putAll(given);
    Configuration hadoop = spark.sparkContext().hadoopConfiguration();
    settings.forEach(
        (key, folder) -> {
          Matcher warehouse = KEY.matcher(key);
          if (warehouse.matches()
              && isOfFolders(settings, warehouse.group(1))
              && !WITH_SCHEME.matcher(folder).matches()) {
            spark.conf().set(key, qualified(key, folder, hadoop));
          }
        });
  }

  private static boolean isOfFolders(Map<String, String> settings, String catalog) {
    return "hadoop".equalsIgnoreCase(settings.get(catalog + ".type"))
        || settings.getOrDefault(catalog + ".catalog-impl", "").endsWith("HadoopCatalog");
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
