package io.millrace.jobs;

import io.millrace.transforms.InvalidInputException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.spark.SparkEnv;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.internal.SQLConf;

/**
 * A job's Spark session: the platform's if there is one, with the job's settings in a session of
 * their own beside it; else a new one, which is stopped at the end.
 */
record Sessions(SparkSession spark, boolean ours) implements AutoCloseable {

  static Sessions open(Pipeline pipeline) {
    Map<String, String> settings = new LinkedHashMap<>();
    // Results must not depend on the zone of the machine; a job may set another.
    settings.put("spark.sql.session.timeZone", "UTC");
    // Spark 3 refuses days before 1582 unless told that they mean what they say, as in Spark 4.
    settings.put("spark.sql.parquet.datetimeRebaseModeInWrite", "CORRECTED");
    pipeline.spark().forEach((key, value) -> settings.put(qualified(key), value));
    // A platform may have made a context and no session yet.
    boolean running = SparkSession.getDefaultSession().isDefined() || SparkEnv.get() != null;
    if (running) {
      SparkSession beside = SparkSession.builder().getOrCreate().newSession();
      settings.forEach((key, value) -> set(beside, key, value));
      return new Sessions(beside, false);
    }
    SparkSession.Builder builder = SparkSession.builder().appName(pipeline.name());
    settings.forEach(builder::config);
    try {
      return new Sessions(builder.getOrCreate(), true);
    } catch (RuntimeException e) {
      String hint =
          String.valueOf(e.getMessage()).contains("master URL")
              ? "; start it with spark-submit or the launcher, or set spark { master = \"local[*]\" } in an environment file"
              : "";
      throw new InvalidInputException("cannot start Spark: " + FailureText.of(e) + hint, e);
    }
  }

  private static String qualified(String key) {
    return key.startsWith("spark.") ? key : "spark." + key;
  }

  /** A setting that only a new session could take (a master, memory) is the platform's to give. */
  private static void set(SparkSession spark, String key, String value) {
    boolean ofSession = key.startsWith("spark.sql.") || key.startsWith("spark.hadoop.");
    if (ofSession && !SQLConf.isStaticConfigKey(key)) {
      spark.conf().set(key, value);
    }
  }

  @Override
  public void close() {
    if (ours) {
      spark.stop();
    }
  }
}
