package io.millrace.udf;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.ResolverStyle;
import java.util.Locale;
import java.util.SplittableRandom;
import org.apache.spark.unsafe.types.UTF8String;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The parser and the writer over bytes against java.time itself, on valid and on broken text. */
class TimestampOracleTest {

  private static final int TEXTS = 4_000;
  private static final String NOISE = "0123456789/:- +TtJanfebDECZ.x[]é";

  @ParameterizedTest(name = "seed {1}: {0}")
  @CsvSource({
    "d/MMM/uuuu:HH:mm:ss, 1",
    "dd/MMM/uuuu:HH:mm:ss, 2",
    "uuuu-MM-dd HH:mm:ss, 3",
    "uuuu-MM-dd'T'HH:mm:ss, 4",
    "uuuuMMddHHmmss, 5",
    "M/d/uuuu H:mm:ss, 6",
    "HH:mm:ss ddMMMuuuu, 7",
    "ss mm HH dd MM uuuu, 8"
  })
  void readsWhatJavaTimeReads(String pattern, long seed) {
    DateTimeFormatter oracle = strict(pattern);
    TimestampPattern ours = TimestampPattern.of(pattern);
    assertThat(ours.isFast()).as("%s is read over bytes", pattern).isTrue();
    SplittableRandom random = new SplittableRandom(seed);
    int valid = 0;
    for (int i = 0; i < TEXTS; i++) {
      String text = broken(oracle.format(moment(random)), random);
      long expected = read(oracle, text.trim());
      valid += expected == Fields.NONE ? 0 : 1;
      UTF8String bytes = UTF8String.fromString(text);
      assertThat(ours.parse(bytes)).as("<%s>, seed %d", text, seed).isEqualTo(expected);
      assertThat(ours.slow().parse(bytes)).as("slow <%s>", text).isEqualTo(expected);
    }
    assertThat(valid).as("valid texts of %d", TEXTS).isBetween(TEXTS / 4, TEXTS * 3 / 4);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"d/M/uuuu 'at' HH:mm [Z]", "d-MMMM-uuuu", "d1M1uuuu'", "uuuuMd", "EEE d MMM uu"})
  void leavesOtherPatternsToJavaTime(String pattern) {
    assertThat(FastTimestamp.of(pattern)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"MM/dd/yyyy", "yyyy-MM-dd", "d.M.yyyy", "yyyyMMdd", "'day' d''M", "M", "dd MM"})
  void writesDatesAsJavaTimeDoes(String pattern) {
    DatePattern ours = DatePattern.of(pattern);
    assertThat(ours.isFast()).as("%s is written over bytes", pattern).isTrue();
    SplittableRandom random = new SplittableRandom(pattern.hashCode());
    for (int i = 0; i < TEXTS; i++) {
      LocalDateTime moment = moment(random);
      long fields = Fields.pack(moment.toLocalDate(), moment.toLocalTime());
      assertThat(ours.format(fields)).hasToString(strict(pattern).format(moment));
      assertThat(ours.slow().format(fields)).isEqualTo(ours.format(fields));
    }
  }

  private static DateTimeFormatter strict(String pattern) {
    return new DateTimeFormatterBuilder()
        .parseCaseInsensitive()
        .appendPattern(pattern)
        .toFormatter(Locale.ENGLISH)
        .withResolverStyle(ResolverStyle.STRICT);
  }

  private static long read(DateTimeFormatter oracle, String text) {
    try {
      LocalDateTime read = LocalDateTime.parse(text, oracle);
      return Fields.pack(read.toLocalDate(), read.toLocalTime());
    } catch (DateTimeException e) {
      return Fields.NONE;
    }
  }

  private static LocalDateTime moment(SplittableRandom random) {
    int year = random.nextInt(4) == 0 ? random.nextInt(1, 10_000) : random.nextInt(2016, 2020);
    return LocalDateTime.of(year, 1, 1, 0, 0)
        .plusSeconds(random.nextLong(366L * 24 * 60 * 60))
        .withYear(year);
  }

  /** The text as it is half of the time, else with a character changed, taken out or put in. */
  private static String broken(String text, SplittableRandom random) {
    StringBuilder result = new StringBuilder(text);
    int at = random.nextInt(text.length());
    char noise = NOISE.charAt(random.nextInt(NOISE.length()));
    switch (random.nextInt(8)) {
      case 0 -> result.setCharAt(at, noise);
      case 1 -> result.deleteCharAt(at);
      case 2 -> result.insert(at, noise);
      case 3 -> result.setCharAt(at, (char) ('0' + random.nextInt(10)));
      case 4 -> result.append(noise);
      default -> {}
    }
    return random.nextBoolean() ? result.toString() : result.toString().toLowerCase(Locale.ROOT);
  }
}
