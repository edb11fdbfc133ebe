package io.millrace.jobs.io;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import io.millrace.transforms.Change;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.Optional;
import org.apache.spark.sql.Column;

/**
 * Until when a deletion is remembered.
 *
 * @param lifetime how long
 * @param newest the time of the newest change, from which it counts back; a machine's clock would
 *     make the result depend on when a batch is run
 */
record TombstoneLifetime(Duration lifetime, Optional<Object> newest) {

  /** Whether it still is; always, where changes are ordered by something that is no time. */
  Column lasts() {
    Optional<Object> oldest = newest.flatMap(this::before);
    Column at = col(Change.DELETED).getField("at");
    return oldest.map(time -> at.isNull().or(at.geq(lit(time)))).orElse(lit(true));
  }

  private Optional<Object> before(Object time) {
    if (time instanceof LocalDateTime local) {
      return Optional.of(local.minus(lifetime));
    }
    if (time instanceof Instant instant) {
      return Optional.of(instant.minus(lifetime));
    }
    if (time instanceof Timestamp timestamp) {
      return Optional.of(Timestamp.from(timestamp.toInstant().minus(lifetime)));
    }
    return Optional.empty();
  }
}
