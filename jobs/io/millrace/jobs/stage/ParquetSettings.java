package io.millrace.jobs.stage;

import io.millrace.jobs.parquet.Coverage;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.hadoop.ParquetOutputFormat;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;

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
    String calendar = "spark.sql.parquet.datetimeRebaseModeInWrite";
    settings.put(calendar, spark.conf().get(calendar));
    settings.put(Coverage.SWITCH, spark.conf().get(Coverage.SWITCH, "true"));
    String legacy = "spark.sql.parquet.writeLegacyFormat";
    settings.put(legacy, spark.conf().get(legacy));
    return settings;
  }

  /** Hadoop's settings with others on top. */
  static Configuration with(Configuration hadoop, Map<String, String> settings) {
    Configuration all = new Configuration(hadoop);
    settings.forEach(all::set);
    return all;
  }

  /**
   * Why Spark's own writer, row by row, has to write such columns, in words that follow "because";
   * empty if they are written column by column.
   */
  public static Optional<String> gap(SparkSession spark, StructType schema, String codec) {
    Configuration hadoop = spark.sparkContext().hadoopConfiguration();
    return Coverage.gap(schema, with(hadoop, of(spark, codec)));
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
