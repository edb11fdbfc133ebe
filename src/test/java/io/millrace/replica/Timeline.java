package io.millrace.replica;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

/**
 * When each transaction is said to have committed. The database's own times are all of one minute
 * and differ from run to run; these have its order, but come from the seed, so that a failure comes
 * again, and may span days or share a second.
 *
 * @param micros of each transaction
 * @param copied when each load file was copied, in microseconds too
 */
record Timeline(List<Long> micros, List<Long> copied) {

  private static final long MONDAY = Instant.parse("2026-01-05T00:00:00Z").getEpochSecond();
  private static final int WEEKS = 50;
  private static final long SECOND = 1_000_000;

  static Timeline of(Recording recording, DmsSettings settings) {
    Random random = new Random(settings.seed());
    long[] now = {(MONDAY + random.nextInt(WEEKS * 7 * 86_400)) * SECOND + random.nextInt(999_999)};
    List<Long> micros =
        LongStream.range(0, recording.transactions().size())
            .map(i -> now[0] += random.nextLong(settings.gapMicros()))
            .boxed()
            .collect(Collectors.toList());
    List<Long> copied =
        settings.loadedAfter().stream()
            .map(moment -> micros.get(moment) + random.nextLong(2 * settings.gapMicros()))
            .toList();
    return new Timeline(micros, copied);
  }

  long at(int transaction) {
    return micros.get(transaction);
  }

  /** A time as the timestamp column has it. */
  static String written(long micros, boolean wholeSeconds) {
    return time(wholeSeconds ? micros - Math.floorMod(micros, SECOND) : micros)
        .format(RandomValues.TIMESTAMP);
  }

  static String text(long micros, String pattern) {
    return time(micros).format(DateTimeFormatter.ofPattern(pattern, Locale.ROOT));
  }

  private static LocalDateTime time(long micros) {
    int nanos = (int) Math.floorMod(micros, SECOND) * 1_000;
    return LocalDateTime.ofEpochSecond(Math.floorDiv(micros, SECOND), nanos, ZoneOffset.UTC);
  }
}
