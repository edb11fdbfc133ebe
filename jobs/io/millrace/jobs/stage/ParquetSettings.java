package io.millrace.jobs.stage;

import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.parquet.hadoop.ParquetOutputFormat;
import org.apache.spark.sql.SparkSession;

/** Hadoop settings of the Parquet writer. */
public final class ParquetSettings {

  /** Snappy, and timestamps that every reader knows: microseconds, not INT96. */
  static final StageSpec.Encoding PLAIN =
      new StageSpec.Encoding(".snappy.parquet", null, null, defaults("snappy"));

  private ParquetSettings() {}

  /** The writer's settings with a codec, and what the session sets for Parquet on top. */
  public static Map<String, String> of(SparkSession spark, String codec) {
    Map<String, String> settings = defaults(codec);
    String timestamps = "spark.sql.parquet.outputTimestampType";
    // Spark's own default is INT96, which other readers have given up.
    if (!spark.conf().get(timestamps).equals("INT96")) {
      settings.put(timestamps, spark.conf().get(timestamps));
    }
    String legacy = "spark.sql.parquet.writeLegacyFormat";
    settings.put(legacy, spark.conf().get(legacy));
    return settings;
  }

  private static Map<String, String> defaults(String codec) {
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put(ParquetOutputFormat.COMPRESSION, codec.toUpperCase(java.util.Locale.ROOT));
    settings.put("spark.sql.parquet.outputTimestampType", "TIMESTAMP_MICROS");
    settings.put("spark.sql.parquet.writeLegacyFormat", "false");
    settings.put("spark.sql.parquet.fieldId.write.enabled", "true");
    // Spark 4.1 asks for it before it looks whether there is such a column; 3.5 does not know it.
    settings.put("spark.sql.parquet.variant.annotateLogicalType.enabled", "true");
    return settings;
  }
}
