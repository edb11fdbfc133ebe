package io.millrace.jobs;

import io.millrace.transforms.InvalidInputException;
import io.millrace.udf.Functions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.spark.SparkEnv;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.internal.SQLConf;
import scala.Option;

/**
 * A job's Spark session: the platform's if there is one, with the job's settings in a session of
 * their own beside it; else a new one, which is stopped at the end.
 */
record Sessions(SparkSession spark, boolean ours, List<String> ignored) implements AutoCloseable {

  /** The session of a job that was started by a command line, on whatever platform that is. */
  static Sessions open(String job, Map<String, String> given) {
    Sessions session = find(job, given);
    GlueMetrics.begin(session.spark().sparkContext());
    return session;
  }

  private static Sessions find(String job, Map<String, String> given) {
    // A platform may have made a context and no session yet.
    if (SparkSession.getDefaultSession().isDefined() || SparkEnv.get() != null) {
      return beside(SparkSession.builder().getOrCreate(), given);
    }
    SparkSession.Builder builder = SparkSession.builder().appName(job);
    Map<String, String> settings = settings(given);
    settings.forEach(builder::config);
    try {
      SparkSession spark = builder.getOrCreate();
      Warehouses.qualify(spark, settings);
      return new Sessions(spark, true, List.of());
      // Scala throws what Java would have to declare, such as SparkException.
    } catch (Exception e) {
      String hint =
          String.valueOf(e.getMessage()).contains("master URL")
              ? "; start it with spark-submit or the launcher, or set spark { master = \"local[*]\" } in an environment file"
              : "";
      throw new InvalidInputException("cannot start Spark: " + FailureText.of(e) + hint, e);
    }
  }

  /**
   * A session with the job's settings beside one that runs already, which stays as it is. What only
   * a new context could take (a master, memory, {@code spark.hadoop.*}) is the platform's to give,
   * and is told as ignored.
   */
  static Sessions beside(SparkSession running, Map<String, String> given) {
    SparkSession spark = running.newSession();
    List<String> ignored = new ArrayList<>();
    Map<String, String> settings = settings(given);
    settings.forEach(
        (key, value) -> {
          if (key.startsWith("spark.sql.") && !SQLConf.isStaticConfigKey(key)) {
            spark.conf().set(key, value);
          } else if (!value.equals(spark.conf().get(key, null))) {
            ignored.add(key);
          }
        });
    Warehouses.qualify(spark, settings);
    return new Sessions(spark, false, ignored);
  }

  /**
   * Does something with a session that Spark then takes for this thread's own: what a column means,
   * such as whether a cast may fail, is settled when it is made.
   */
  static <T> T within(SparkSession spark, Supplier<T> work) {
    Option<SparkSession> before = SparkSession.getActiveSession();
    SparkSession.setActiveSession(spark);
    try {
      return work.get();
    } finally {
      if (before.isDefined()) {
        SparkSession.setActiveSession(before.get());
      } else {
        SparkSession.clearActiveSession();
      }
    }
  }

  private static Map<String, String> settings(Map<String, String> given) {
    Map<String, String> settings = new LinkedHashMap<>();
    // Results must not depend on the zone of the machine; a job may set another.
    settings.put("spark.sql.session.timeZone", "UTC");
    // Spark 3 refuses days before 1582 unless told that they mean what they say, as in Spark 4.
    settings.put("spark.sql.parquet.datetimeRebaseModeInWrite", "CORRECTED");
    // So that expressions and queries of any step may call them.
    settings.put("spark.sql.catalog." + Functions.CATALOG, Functions.class.getName());
    // With it Spark logs, at DEBUG, the least and the greatest values of rows that are kept.
    settings.put("spark.sql.inMemoryColumnarStorage.partitionPruning", "false");
    given.forEach((key, value) -> settings.put(qualified(key), value));
    return settings;
  }

  private static String qualified(String key) {
    return key.startsWith("spark.") ? key : "spark." + key;
  }

  @Override
  public void close() {
    if (ours) {
      spark.stop();
    }
  }
}
