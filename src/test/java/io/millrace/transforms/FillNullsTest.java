package io.millrace.transforms;

import static io.millrace.support.Table.rows;
import static io.millrace.support.Table.table;
import static io.millrace.support.Table.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.support.SparkExtension;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Values for nulls. */
@ExtendWith(SparkExtension.class)
class FillNullsTest {

  private static Dataset<Row> visits(SparkSession spark) {
    return rows(
        spark,
        """
        id int | page string | bytes bigint | day date       | price decimal(6,2)
        1      | null        | null         | null           | null
        2      | Cats        | 7            | 2018-01-17     | 1.25
        """);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void nullsBecomeTheValueInTheTypeOfTheColumn(boolean ansi, SparkSession spark) {
    FillNulls fill =
        new FillNulls(Map.of("PAGE", "n/a", "bytes", "0", "day", "1970-01-01", "price", "9.99"));
    assertThat(text(fill.apply(visits(Traces.ansi(spark, ansi)))))
        .isEqualTo(
            table(
                """
                id int | page string | bytes bigint | day date   | price decimal(6,2)
                1      | n/a         | 0            | 1970-01-01 | 9.99
                2      | Cats        | 7            | 2018-01-17 | 1.25
                """));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "bytes | 1.5        | bigint",
        "bytes | none       | bigint",
        "day   | 2018-02-30 | date",
        "price | 9.999      | decimal(6,2)"
      })
  void aValueThatIsNotOfTheTypeIsRefused(
      String column, String value, String type, SparkSession spark) {
    assertThatThrownBy(() -> new FillNulls(Map.of(column, value)).apply(visits(spark)))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage("fill-nulls: column %s is %s, and '%s' is not".formatted(column, type, value));
  }

  @Test
  void aColumnThatIsNotThereIsRefused(SparkSession spark) {
    assertThatThrownBy(() -> new FillNulls(Map.of("pag", "x")).apply(visits(spark)))
        .hasMessage(
            "fill-nulls: no column pag; the input has id, page, bytes, day, price; did you mean 'page'?");
  }
}
