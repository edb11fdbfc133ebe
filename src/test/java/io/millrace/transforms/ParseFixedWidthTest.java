package io.millrace.transforms;

import static io.millrace.support.Table.table;
import static io.millrace.support.Table.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.support.SparkExtension;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Lines whose fields stand at fixed places. */
@ExtendWith(SparkExtension.class)
class ParseFixedWidthTest {

  private static Dataset<Row> lines(SparkSession spark, String... lines) {
    return spark.createDataset(Arrays.asList(lines), Encoders.STRING()).toDF("My `line.1");
  }

  private static Map<String, String> fields(String... pairs) {
    Map<String, String> fields = new LinkedHashMap<>();
    for (int i = 0; i < pairs.length; i += 2) {
      fields.put(pairs[i], pairs[i + 1]);
    }
    return fields;
  }

  private static final Map<String, String> CUSTOMER =
      fields("id", "1-4", "name", "5-9", "active", "10", "head", "1-2");

  private static ParseFixedWidth step(Integer width, boolean trim, OnInvalid onInvalid) {
    return new ParseFixedWidth("my `LINE.1", CUSTOMER, Optional.ofNullable(width), trim, onInvalid);
  }

  @Test
  void placesCountCharactersFromOneAndMayOverlap(SparkSession spark) {
    Dataset<Row> lines = lines(spark, "0012Ann  Y", "0013Zoë\uD83D\uDE00 N", "    B b   ");
    assertThat(text(step(null, true, OnInvalid.REJECT).apply(lines).drop("My `line.1")))
        .isEqualTo(
            table(
                """
                id string | name string | active string | head string
                0012 | Ann | Y    | 00
                0013 | Zoë\uD83D\uDE00 | N | 00
                null | B b | null | null
                """));
    assertThat(
            step(null, false, OnInvalid.REJECT)
                .apply(lines(spark, "    B b   "))
                .selectExpr("concat('[', id, ']', name, ']', active, ']', head, ']')")
                .head()
                .getString(0))
        .isEqualTo("[    ]B b  ] ]  ]");
  }

  @Test
  void aShorterOrLongerLineIsARejectOrNull(SparkSession spark) {
    Dataset<Row> lines = lines(spark, "0012Ann  Y", "0012Ann  ", "0012Ann  Y ", "", null);
    Dataset<Row> judged = step(null, true, OnInvalid.REJECT).apply(Traces.good(lines));
    assertThat(Traces.reasons(judged))
        .containsExactly(
            "parse-fixed-width: my `LINE.1: my `LINE.1 has 0 characters where the fields take 10",
            "parse-fixed-width: my `LINE.1: my `LINE.1 has 11 characters where the fields take 10",
            "parse-fixed-width: my `LINE.1: my `LINE.1 has 9 characters where the fields take 10");
    assertThat(judged.count()).isEqualTo(5);
    assertThat(text(step(11, true, OnInvalid.NULL).apply(lines).select("id", "name")))
        .isEqualTo(
            table("id string|name string\n0012|Ann\nnull|null\nnull|null\nnull|null\nnull|null"));
    assertThatThrownBy(() -> step(12, true, OnInvalid.REJECT).apply(lines).collect())
        .hasStackTraceContaining("characters where the fields take 12");
  }

  @Test
  void rowsAsideNoRowsAndOrder(SparkSession spark) {
    Dataset<Row> aside = Traces.aside(lines(spark, "x"), "true");
    ParseFixedWidth step = new ParseFixedWidth("my `line.1", CUSTOMER);
    assertThat(Traces.reasons(step.apply(aside))).containsExactly("earlier");
    assertThat(step.apply(aside.where("false")).columns())
        .containsExactly("My `line.1", "id", "name", "active", "head", Trace.ASIDE);
    assertThat(step.apply(lines(spark)).collectAsList()).isEmpty();
  }

  @Test
  void whatCannotBeMeantIsRefused(SparkSession spark) {
    for (String place : new String[] {"0-3", "3-1", "1-", "a", "-3", "1,3", "", "01-3"}) {
      assertThatThrownBy(() -> new ParseFixedWidth("a", fields("x", place)))
          .hasMessage(
              "fields.x: '" + place + "' is not a place such as 1-10 or 11, counted from 1");
    }
    assertThatThrownBy(() -> step(9, true, OnInvalid.NULL))
        .hasMessage("width is 9, but a field ends at 10");
    assertThatThrownBy(
            () ->
                new ParseFixedWidth("my `line.1", fields("MY `LINE.1", "1"))
                    .apply(lines(spark, "x")))
        .hasMessage(
            "parse-fixed-width: the input already has MY `LINE.1; rename or drop it before this step");
  }
}
