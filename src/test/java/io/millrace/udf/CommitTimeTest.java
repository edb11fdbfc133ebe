package io.millrace.udf;

import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.lit;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.support.SparkExtension;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(SparkExtension.class)
class CommitTimeTest {

  private static final long SEED = 20261124;

  private static LocalDateTime time(SparkSession spark, String text) {
    Column time = Functions.call(spark, "commit_time", lit(text));
    return (LocalDateTime) spark.range(1).select(time).head().get(0);
  }

  @ParameterizedTest
  @CsvSource({
    "2026-01-31 13:07:09,           2026-01-31T13:07:09",
    "2026-01-31T13:07:09.5,         2026-01-31T13:07:09.500",
    "2026-01-31 13:07:09.123456,    2026-01-31T13:07:09.123456",
    "2026-01-31 13:07:09.123456000, 2026-01-31T13:07:09.123456",
    "2024-02-29 23:59:59.000001,    2024-02-29T23:59:59.000001",
    "1969-12-31 23:59:59.999999,    1969-12-31T23:59:59.999999",
    "0001-01-01 00:00:00,           0001-01-01T00:00",
    "9999-12-31 23:59:59,           9999-12-31T23:59:59",
    "'  2026-01-31 00:00:00  ',     2026-01-31T00:00"
  })
  void isATime(String text, LocalDateTime time, SparkSession spark) {
    assertThat(time(spark, text)).isEqualTo(time);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "2026-01-31",
        "2026-01-31 13:07",
        "2026-1-31 13:07:09",
        "2026-01-31 13:07:09.",
        "2026-01-31 13:07:09.1234567",
        "2026-01-31 13:07:09.12 34",
        "2026-01-31 13:07:09Z",
        "2026-01-31 13:07:09+01:00",
        "2026-01-31t13:07:09",
        "2026-02-29 00:00:00",
        "2026-13-01 00:00:00",
        "2026-01-31 24:00:00",
        "2026-01-31 13:60:00",
        "2026-01-31 13:07:60",
        "-026-01-31 13:07:09",
        "\t2026-01-31 13:07:09",
        "٢026-01-31 13:07:09",
        "today"
      })
  void isNone(String text, SparkSession spark) {
    assertThat(time(spark, text)).isNull();
  }

  /** The function, and what it says by an expression over a pattern and a cast. */
  @Test
  void isWhatAPatternAndACastSay(SparkSession spark) {
    System.out.println("seed " + SEED);
    Random random = new Random(SEED);
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < 40_000; i++) {
      texts.add(changed(random, random(random)));
    }
    texts.add(null);
    Dataset<String> rows = spark.createDataset(texts, Encoders.STRING());
    String oracle =
        "CASE WHEN trim(value) RLIKE r'\\A\\d{4}-\\d{2}-\\d{2}[ T]\\d{2}:\\d{2}:\\d{2}([.]\\d{1,6}0*)?\\z' THEN try_cast(trim(value) AS timestamp_ntz) END";
    Dataset<?> both =
        rows.withColumn("ours", Functions.call(spark, "commit_time", expr("value")))
            .withColumn("theirs", expr(oracle));

    assertThat(both.where("NOT (ours <=> theirs)").collectAsList()).isEmpty();
    assertThat(both.where("ours IS NOT NULL").count()).isBetween(10_000L, 30_000L);
  }

  private static String random(Random random) {
    String text =
        String.format(
            Locale.ROOT,
            "%04d-%02d-%02d%s%02d:%02d:%02d",
            random.nextInt(10) == 0 ? random.nextInt(10_000) : 1960 + random.nextInt(100),
            random.nextInt(13) + random.nextInt(2),
            1 + random.nextInt(31),
            random.nextInt(4) == 0 ? "T" : " ",
            random.nextInt(24),
            random.nextInt(60),
            random.nextInt(61));
    if (random.nextInt(3) > 0) {
      text += "." + random.nextInt(1_000_000) + "0".repeat(random.nextInt(4));
    }
    return text;
  }

  private static String changed(Random random, String text) {
    int at = random.nextInt(text.length());
    String others = " -:T.0159Z\tü٣";
    int which = random.nextInt(others.length());
    String one = others.substring(which, which + 1);
    return switch (random.nextInt(6)) {
      case 0 -> text.substring(0, at) + one + text.substring(at + 1);
      case 1 -> text.substring(0, at) + text.substring(at + 1);
      case 2 -> text.substring(0, at) + one + text.substring(at);
      default -> text;
    };
  }
}
