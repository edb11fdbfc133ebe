package io.millrace.udf;

import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.ExperimentalMethods;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.rules.Rule;

/**
 * Stops a query whose calls of {@code token} cannot work when Spark optimizes it, on the driver and
 * before a row is read. It changes no plan.
 */
final class TokenRule extends Rule<LogicalPlan> {

  /** Adds the rule to a session; a second time does nothing. */
  static void addTo(SparkSession session) {
    ExperimentalMethods methods = session.experimental();
    synchronized (methods) {
      try {
        add(methods);
      } catch (ReflectiveOperationException e) {
        throw new IllegalStateException("This Spark takes no optimizer rule from Millrace.", e);
      }
    }
  }

  /** Spark's list of rules has one type in Scala 2.12, another in 2.13: no call would link. */
  private static void add(ExperimentalMethods methods) throws ReflectiveOperationException {
    Class<?> converters = Class.forName("scala.collection.JavaConverters");
    Object present = ExperimentalMethods.class.getMethod("extraOptimizations").invoke(methods);
    List<Object> rules =
        new ArrayList<>(
            (List<?>)
                converters
                    .getMethod("seqAsJavaList", Class.forName("scala.collection.Seq"))
                    .invoke(null, present));
    if (rules.stream().anyMatch(TokenRule.class::isInstance)) {
      return;
    }
    rules.add(new TokenRule());
    Object buffer = converters.getMethod("asScalaBuffer", List.class).invoke(null, rules);
    Object list = buffer.getClass().getMethod("toList").invoke(buffer);
    Class<?> type = ExperimentalMethods.class.getMethod("extraOptimizations").getReturnType();
    ExperimentalMethods.class.getMethod("extraOptimizations_$eq", type).invoke(methods, list);
  }

  @Override
  public LogicalPlan apply(LogicalPlan plan) {
    List<String> problems = TokenCalls.problems(plan);
    if (!problems.isEmpty()) {
      throw new InvalidTokenCallException(String.join("; ", problems));
    }
    return plan;
  }
}
