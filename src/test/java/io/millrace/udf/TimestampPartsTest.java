package io.millrace.udf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.unsafe.types.UTF8String;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TimestampPartsTest {

  private static final String WEBLOG = "d/MMM/yyyy:HH:mm:ss";

  @ParameterizedTest(name = "[{index}] {0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          17/Jan/2018:10:43:54         | d/MMM/yyyy:HH:mm:ss      | 01/17/2018 10:43:54 2018 1
          6/Jan/2018:06:51:54          | d/MMM/yyyy:HH:mm:ss      | 01/06/2018 06:51:54 2018 1
          06/Jan/2018:06:51:54         | d/MMM/yyyy:HH:mm:ss      | 01/06/2018 06:51:54 2018 1
          6/JAN/2018:06:51:54          | d/MMM/yyyy:HH:mm:ss      | 01/06/2018 06:51:54 2018 1
          31/dec/2017:23:59:59         | d/MMM/yyyy:HH:mm:ss      | 12/31/2017 23:59:59 2017 12
          29/Feb/2016:00:00:00         | d/MMM/yyyy:HH:mm:ss      | 02/29/2016 00:00:00 2016 2
          '  17/Jan/2018:10:43:54 '    | d/MMM/yyyy:HH:mm:ss      | 01/17/2018 10:43:54 2018 1
          '[17/Jan/2018:10:43:54]'     | d/MMM/yyyy:HH:mm:ss      | 01/17/2018 10:43:54 2018 1
          ' [ 17/Jan/2018:10:43:54 ] ' | d/MMM/yyyy:HH:mm:ss      | 01/17/2018 10:43:54 2018 1
          [6/Jan/2018:23:51:54 -0700]  | d/MMM/yyyy:HH:mm:ss Z    | 01/06/2018 23:51:54 2018 1
          2018-01-06T23:51:54+05:30    | yyyy-MM-dd'T'HH:mm:ssXXX | 01/06/2018 23:51:54 2018 1
          2018-01-06t23:51:54Z         | yyyy-MM-dd'T'HH:mm:ssXXX | 01/06/2018 23:51:54 2018 1
          2018-01-06T23:51:54          | yyyy-MM-dd'T'HH:mm:ss    | 01/06/2018 23:51:54 2018 1
          20180106 235154              | yyyyMMdd HHmmss          | 01/06/2018 23:51:54 2018 1
          1/6/2018 9:05                | M/d/yyyy H:mm            | 01/06/2018 09:05:00 2018 1
          6 January 2018 11:51:54 pm   | d MMMM uuuu hh:mm:ss a   | 01/06/2018 23:51:54 2018 1
          6 Jan 2018                   | d MMM yyyy               | 01/06/2018 null 2018 1
          6.1.18 5                     | d.M.yy H                 | 01/06/2018 05:00:00 2018 1
          0000-03-01 00:00             | yyyy-MM-dd HH:mm         | 03/01/0000 00:00:00 0 3
          """)
  void readsATimestampAsWritten(String text, String pattern, String expected) {
    assertThat(read(text, pattern)).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "31/Feb/2018:10:43:54",
        "29/Feb/2018:10:43:54",
        "0/Jan/2018:10:43:54",
        "32/Jan/2018:10:43:54",
        "17/Jan/2018:24:00:00",
        "17/Jan/2018:10:60:54",
        "17/Jan/2018:10:43:60",
        "17/Jan/2018:10:43:54 x",
        "17/Jan/2018:10:43:541",
        "17/Jan/2018:10:43:5",
        "17/Jan/2018",
        "17/Jam/2018:10:43:54",
        "17/January/2018:10:43:54",
        "17/01/2018:10:43:54",
        "17/Jan/18:10:43:54",
        "17/Jan/12018:10:43:54",
        "17/Jan/+12018:10:43:54",
        "17/Jan/-0044:10:43:54",
        "-7/Jan/2018:10:43:54",
        "17-Jan-2018:10:43:54",
        "[17/Jan/2018:10:43:54",
        "[[17/Jan/2018:10:43:54]]",
        "17/Oca/2018:10:43:54",
        "١٧/Jan/2018:10:43:54",
        "",
        " ",
        "[]",
        "-"
      })
  void saysNullForAnythingElse(String text) {
    assertThat(read(text, WEBLOG)).isNull();
  }

  @Test
  void saysNullForNull() {
    UTF8String text = UTF8String.fromString("17/Jan/2018:10:43:54");
    assertThat(TimestampParts.Default.invoke(null, UTF8String.fromString(WEBLOG))).isNull();
    assertThat(TimestampParts.Default.invoke(text, null)).isNull();
    assertThat(TimestampParts.Dated.invoke(text, UTF8String.fromString(WEBLOG), null)).isNull();
  }

  @Test
  void keepsBracketsThatThePatternHas() {
    assertThat(read("[6 Jan 2018]", "'['d MMM yyyy']'")).isEqualTo("01/06/2018 null 2018 1");
  }

  @ParameterizedTest(name = "[{index}] {0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          MM/dd/yyyy    | 01/06/2018
          yyyy-MM-dd    | 2018-01-06
          d.M.yyyy      | 6.1.2018
          yyyyMMdd      | 20180106
          dd/MMM/yyyy   | 06/Jan/2018
          EEEE d MMMM   | Saturday 6 January
          yy            | 18
          dd 'of' M     | 06 of 1
          """)
  void writesTheDateByItsOwnPattern(String datePattern, String expected) {
    InternalRow row =
        TimestampParts.Dated.invoke(
            UTF8String.fromString("6/Jan/2018:06:51:54"),
            UTF8String.fromString(WEBLOG),
            UTF8String.fromString(datePattern));
    assertThat(row.getUTF8String(0)).hasToString(expected);
  }

  @ParameterizedTest(name = "[{index}] {0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          d/MMM/jjjj      | The timestamp pattern 'd/MMM/jjjj' is not one that java.time knows: Unknown pattern letter: j.
          ''              | The timestamp pattern '' is empty.
          HH:mm:ss        | The timestamp pattern 'HH:mm:ss' does not tell a whole date: it needs year, month and day, such as 'd/MMM/yyyy:HH:mm:ss'.
          dd/MM/YYYY      | The timestamp pattern 'dd/MM/YYYY' does not tell a whole date: it needs year, month and day, such as 'd/MMM/yyyy:HH:mm:ss'.
          d/M/yyyy hh:mm  | The timestamp pattern 'd/M/yyyy hh:mm' tells only part of a time: it needs the hour (HH, or hh with a), and minutes before seconds.
          dMyyyy          | The timestamp pattern 'dMyyyy' cannot read the text it writes: put something between the fields.
          """)
  void refusesAPatternThatCannotWork(String pattern, String message) {
    assertThatThrownBy(() -> TimestampParts.check(pattern))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
  }

  @Test
  void refusesADatePatternThatAsksForATime() {
    assertThatThrownBy(() -> TimestampParts.checkDatePattern("yyyy HH"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "The date pattern 'yyyy HH' asks for more than a date has: Unsupported field: HourOfDay.");
  }

  @Test
  void compilesAPatternOnceForManyThreads() {
    AtomicInteger compiled = new AtomicInteger();
    PatternCache<String> cache =
        new PatternCache<>(
            pattern -> {
              compiled.incrementAndGet();
              return pattern;
            });
    List<String> patterns = IntStream.range(0, 10).mapToObj(i -> "pattern " + i).toList();
    patterns.forEach(pattern -> cache.of(UTF8String.fromString(pattern)));

    boolean same =
        IntStream.range(0, 100_000)
            .parallel()
            .mapToObj(i -> patterns.get(i % 10))
            .allMatch(pattern -> cache.of(UTF8String.fromString(pattern)).equals(pattern));

    assertThat(same).as("every look-up gives its own pattern").isTrue();
    assertThat(compiled).as("compilations of 10 patterns").hasValue(10);
  }

  private static String read(String text, String pattern) {
    InternalRow row =
        TimestampParts.Default.invoke(UTF8String.fromString(text), UTF8String.fromString(pattern));
    return row == null
        ? null
        : row.getUTF8String(0)
            + " "
            + row.getUTF8String(1)
            + " "
            + row.getInt(2)
            + " "
            + row.getInt(3);
  }
}
