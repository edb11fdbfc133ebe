package io.millrace.jobs.table;

import java.time.Duration;
import java.util.Optional;

/**
 * When to begin nothing more.
 *
 * @param nanos as {@link System#nanoTime} tells it, if there is an end at all
 */
record Deadline(Optional<Long> nanos) {

  static Deadline in(Optional<Duration> budget) {
    return new Deadline(budget.map(time -> System.nanoTime() + time.toNanos()));
  }

  boolean isOver() {
    return nanos.isPresent() && System.nanoTime() - nanos.get() >= 0;
  }

  boolean isSet() {
    return nanos.isPresent();
  }
}
