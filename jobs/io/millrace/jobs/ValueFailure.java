package io.millrace.jobs;

import java.time.DateTimeException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.QueryContext;
import org.apache.spark.SparkThrowable;

/**
 * A failure at a value of the data, such as a cast with ANSI mode on. Its message holds the value,
 * so in a report, and of a job over personal data everywhere, only the kind of failure and the
 * expression are told.
 */
final class ValueFailure {

  /** Classes of the SQL standard's SQLSTATE: data exception, integrity constraint violation. */
  private static final List<String> AT_VALUES = List.of("22", "23");

  private ValueFailure() {}

  /** As {@link FailureText}, without what a failure at a value says of the value. */
  static String sentence(Throwable failure) {
    Set<Throwable> chain = new LinkedHashSet<>();
    Throwable at = failure;
    while (at != null && chain.add(at)) {
      at = at.getCause();
    }
    return chain.stream()
        .filter(ValueFailure::isAtValue)
        .findFirst()
        .map(
            found ->
                "an expression failed at a value, which is left out: %s%s; use try_cast, try_divide and the like, or the step cast"
                    .formatted(kind(found), place(found)))
        .orElseGet(() -> FailureText.of(failure));
  }

  private static boolean isAtValue(Throwable failure) {
    return failure instanceof NumberFormatException
        || failure instanceof DateTimeException
        || failure instanceof ArithmeticException
        || (failure instanceof SparkThrowable known
            && known.getSqlState() != null
            && AT_VALUES.stream().anyMatch(known.getSqlState()::startsWith));
  }

  private static String kind(Throwable failure) {
    return failure instanceof SparkThrowable known && known.getErrorClass() != null
        ? known.getErrorClass()
        : failure.getClass().getSimpleName();
  }

  /** The expression as the job file spells it. */
  private static String place(Throwable failure) {
    QueryContext[] contexts =
        failure instanceof SparkThrowable known ? known.getQueryContext() : new QueryContext[0];
    return Optional.ofNullable(contexts)
        .filter(all -> all.length > 0)
        .map(all -> all[0].fragment())
        .filter(fragment -> !fragment.isBlank())
        .map(fragment -> " at " + fragment.replaceAll("\\s+", " "))
        .orElse("");
  }
}
