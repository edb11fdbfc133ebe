package io.millrace.jobs.table;

import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** What a Spark session is told of a catalog: the settings {@code spark.sql.catalog.NAME.*}. */
public record CatalogSettings(SparkSession spark, String catalog) {

  private String prefix() {
    return "spark.sql.catalog." + catalog + ".";
  }

  /** The value of a setting, or nothing at all. */
  public String get(String key) {
    return spark.conf().get(prefix() + key, "");
  }

  /** Whether the session knows such a catalog. */
  public boolean isKnown() {
    return !spark.conf().get("spark.sql.catalog." + catalog, "").isEmpty();
  }

  /** Whether it is Iceberg's of the AWS Glue Data Catalog. */
  public boolean isOfGlue() {
    return get("type").equalsIgnoreCase("glue") || get("catalog-impl").endsWith(".GlueCatalog");
  }

  /** Whether it is Iceberg's of a Hive metastore. */
  boolean isOfHive() {
    return get("type").equalsIgnoreCase("hive") || get("catalog-impl").endsWith(".HiveCatalog");
  }

  /** All of them, by the part of their names behind the catalog's. */
  public Map<String, String> all() {
    Map<String, String> all = new TreeMap<>();
    // SET masks values that look like secrets, and so does not serve for more than the names.
    for (Row row : spark.sql("SET").select("key").collectAsList()) {
      String key = row.getString(0);
      if (key.startsWith(prefix())) {
        all.put(key.substring(prefix().length()), spark.conf().get(key));
      }
    }
    return all;
  }
}
