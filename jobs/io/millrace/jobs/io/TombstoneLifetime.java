package io.millrace.jobs.io;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import io.millrace.transforms.Change;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import org.apache.spark.sql.Column;

/**
 * Until when a deletion is remembered.
 *
 * @param lifetime how long
 * @param newest the time of the newest change, from which it counts back; a machine's clock would
 *     make the result depend on when a batch is run
 * @param now what the clock says: one change of a far future must not have all be forgotten
 */
record TombstoneLifetime(Duration lifetime, Optional<Object> newest, Instant now) {

  /** Whether it still is; always, where changes are ordered by something that is no time. */
  Column lasts() {
    Column at = col(Change.DELETED).getField("at");
    return oldest().map(time -> at.isNull().or(at.geq(lit(time)))).orElse(lit(true));
  }

  /** The time of the oldest deletion that is remembered; empty for all. */
  Optional<Object> oldest() {
    return newest.flatMap(this::before);
  }

  private Optional<Object> before(Object time) {
    if (time instanceof LocalDateTime local) {
      LocalDateTime latest = LocalDateTime.ofInstant(now, ZoneOffset.MAX);
      return Optional.of((local.isAfter(latest) ? latest : local).minus(lifetime));
    }
    if (time instanceof Instant instant) {
      return Optional.of(before(instant));
    }
    if (time instanceof Timestamp timestamp) {
      return Optional.of(Timestamp.from(before(timestamp.toInstant())));
    }
    return Optional.empty();
  }

  private Instant before(Instant time) {
    return (time.isAfter(now) ? now : time).minus(lifetime);
  }
}
