package io.millrace.jobs;

import java.lang.reflect.InvocationTargetException;
import org.apache.spark.SparkContext;

/**
 * On AWS Glue, the metrics of a run ({@code --enable-metrics}): Glue sends them to CloudWatch once
 * a {@code GlueContext} is there, which a job that reads and writes by Spark alone never makes. See
 * <a
 * href="https://docs.aws.amazon.com/glue/latest/dg/monitor-profile-glue-job-cloudwatch-metrics.html">Job
 * monitoring and debugging</a>.
 */
final class GlueMetrics {

  private static final String CONTEXT = "com.amazonaws.services.glue.GlueContext";

  private GlueMetrics() {}

  /** Begins them where Glue's library is; a run does not fail for want of them. */
  static void begin(SparkContext spark) {
    try {
      Class.forName(CONTEXT, true, Thread.currentThread().getContextClassLoader())
          .getConstructor(SparkContext.class)
          .newInstance(spark);
    } catch (ClassNotFoundException e) {
      // Not on Glue.
    } catch (InvocationTargetException e) {
      tell(e.getCause());
    } catch (ReflectiveOperationException | LinkageError e) {
      tell(e);
    }
  }

  private static void tell(Throwable failure) {
    System.err.println("no metrics of Glue for this run: " + FailureText.of(failure));
  }
}
