package io.millrace.jobs.table;

import java.lang.reflect.InvocationTargetException;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.apache.spark.sql.SparkSession;

/** The id of a run, which goes into whatever is committed meanwhile. */
record CommitTag(SparkSession spark, TableFormat format, String run) {

  /** Its name in the summary of an Iceberg snapshot. */
  static final String PROPERTY = "millrace.run";

  private static final String ICEBERG = "org.apache.iceberg.spark.CommitMetadata";

  /** Of a commit that takes back what the run committed. */
  static CommitTag withdrawing(SparkSession spark, TableFormat format, String run) {
    return new CommitTag(spark, format, withdrawn(run));
  }

  static String withdrawn(String run) {
    return run + " withdrawn";
  }

  /** Does the work under the tag. */
  void during(Runnable work) {
    String before = spark.conf().get(format.tag(), null);
    spark.conf().set(format.tag(), run);
    try {
      if (format == TableFormat.ICEBERG) {
        duringIceberg(work);
      } else {
        work.run();
      }
    } finally {
      if (before == null) {
        spark.conf().unset(format.tag());
      } else {
        spark.conf().set(format.tag(), before);
      }
    }
  }

  /** The setting reaches a MERGE from Iceberg 1.11 only; this, which is no SQL, from 1.4. */
  private void duringIceberg(Runnable work) {
    Callable<Object> call = Executors.callable(work);
    try {
      Class.forName(ICEBERG, true, Thread.currentThread().getContextClassLoader())
          .getMethod("withCommitProperties", Map.class, Callable.class, Class.class)
          .invoke(null, Map.of(PROPERTY, run), call, RuntimeException.class);
    } catch (ClassNotFoundException | NoSuchMethodException | IllegalAccessException e) {
      work.run();
    } catch (InvocationTargetException e) {
      throw e.getCause() instanceof RuntimeException cause
          ? cause
          : new IllegalStateException(e.getCause());
    }
  }
}
