package io.millrace.udf;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.expr;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.support.SparkExtension;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Held against Spark's own functions; tests run in Turkish. */
@ExtendWith(SparkExtension.class)
class NormalTextTest {

  private static final String SMALL = "abcdefghijklmnopqrstuvwxyz";
  private static final String CAPITALS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";

  /** White space of all kinds, what is none, letters whose other case is longer or their own. */
  private static final List<String> ASCII =
      List.of(
          " ", "  ", "\t", "\n", "\r", "\f", "\u000b", "\u001c", "\u0000", "a", "z", "A", "Z", "@",
          "[", "`", "{", "0", "I", "i", "Zed");

  private static final List<String> OTHERS =
      List.of(
          "\u0085",
          "\u00a0",
          "\u2003",
          "\u3000",
          "\u200b",
          "\u0130",
          "\u0131",
          "\u00df",
          "\u01c6",
          "\u03a3",
          "\u0391",
          "\u00d6",
          "\ufb01",
          "\ud83d\ude00");

  private static List<String> texts(long seed) {
    Random random = new Random(seed);
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < 400; i++) {
      StringBuilder text = new StringBuilder();
      for (int part = random.nextInt(8); part > 0; part--) {
        // Half of them have ASCII only.
        List<String> parts = i % 2 == 0 || random.nextBoolean() ? ASCII : OTHERS;
        text.append(parts.get(random.nextInt(parts.size())));
      }
      texts.add(text.toString());
    }
    return texts;
  }

  private static String expected(boolean trim, boolean collapse, int letters) {
    String text = "value";
    text = trim ? "regexp_replace(%s, '(?U)^\\\\s+|\\\\s+\\\\z', '')".formatted(text) : text;
    text = collapse ? "regexp_replace(%s, '(?U)\\\\s+', ' ')".formatted(text) : text;
    return switch (letters) {
      case 1 -> "upper(translate(%s, '%s', '%s'))".formatted(text, SMALL, CAPITALS);
      case -1 ->
          "lower(translate(replace(%s, '\u0130', 'i\u0307'), '%s', '%s'))"
              .formatted(text, CAPITALS, SMALL);
      default -> text;
    };
  }

  @ParameterizedTest
  @CsvSource({
    "true,  false, 0",
    "true,  true,  0",
    "false, true,  0",
    "true,  false, 1",
    "true,  false, -1",
    "true,  true,  1",
    "true,  true,  -1",
    "false, false, 1",
    "false, false, -1",
  })
  void isWhatSparksFunctionsMake(boolean trim, boolean collapse, int letters, SparkSession spark) {
    long seed = 20261123;
    Functions.register(spark);
    Dataset<Row> both =
        spark
            .createDataset(texts(seed), Encoders.STRING())
            .select(
                col("value"),
                expr("millrace.normal_text(value, %s, %s, %s)".formatted(trim, collapse, letters)),
                expr(expected(trim, collapse, letters)));
    for (Row row : both.collectAsList()) {
      assertThat(row.getString(1))
          .as("seed %s, '%s'", seed, row.getString(0))
          .isEqualTo(row.getString(2));
    }
  }

  @ParameterizedTest
  @CsvSource({"true", "false"})
  void ofNullIsNull(boolean trim, SparkSession spark) {
    Functions.register(spark);
    String call = "millrace.normal_text(cast(null as string), %s, true, 1)".formatted(trim);
    assertThat(spark.sql("select " + call).head().isNullAt(0)).isTrue();
  }
}
