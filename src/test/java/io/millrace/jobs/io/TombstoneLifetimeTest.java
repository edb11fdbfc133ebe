package io.millrace.jobs.io;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** From which time on deletions are remembered, by the newest change and the clock. */
class TombstoneLifetimeTest {

  private static final Instant NOW = Instant.parse("2026-05-31T12:00:00Z");

  static Stream<Arguments> times() {
    return Stream.of(
        Arguments.of(LocalDateTime.parse("2026-05-11T00:00"), "2026-05-01T00:00"),
        // Of a zone that is ahead.
        Arguments.of(LocalDateTime.parse("2026-06-01T05:00"), "2026-05-22T05:00"),
        Arguments.of(LocalDateTime.parse("2062-01-01T00:00"), "2026-05-22T06:00"),
        Arguments.of(Instant.parse("2026-05-11T00:00:00Z"), "2026-05-01T00:00:00Z"),
        Arguments.of(Instant.parse("2062-01-01T00:00:00Z"), "2026-05-21T12:00:00Z"),
        Arguments.of(
            Timestamp.from(Instant.parse("2062-01-01T00:00:00Z")),
            Timestamp.from(Instant.parse("2026-05-21T12:00:00Z")).toString()),
        Arguments.of(7, null));
  }

  @ParameterizedTest
  @MethodSource("times")
  void itCountsFromTheNewestChangeThatIsNotOfTheFuture(Object newest, String oldest) {
    TombstoneLifetime lifetime =
        new TombstoneLifetime(Duration.ofDays(10), Optional.of(newest), NOW);
    assertThat(lifetime.oldest().map(Object::toString)).isEqualTo(Optional.ofNullable(oldest));
  }
}
