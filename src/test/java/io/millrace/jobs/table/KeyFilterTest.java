package io.millrace.jobs.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.support.SparkExtension;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@ExtendWith(SparkExtension.class)
class KeyFilterTest {

  private static final long LARGE = 1_000_000;

  /** 2,000 keys of {@code of} and {@code id}, from an expression of {@code id}. */
  private static Dataset<Row> keys(SparkSession spark, long from, String key, String type) {
    return spark
        .range(from, from + 2_000)
        .selectExpr("'ü' || id % 7 AS of", "CAST(%s AS %s) AS id".formatted(key, type));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          id - 1000                 | bigint        | bigint
          id - 1000                 | smallint      | int
          id                        | int           | bigint
          id                        | bigint        | int
          id / 7                    | decimal(38,5) | decimal(38,5)
          id / 100                  | decimal(12,2) | decimal(12,2)
          date_add(DATE'0001-01-01', int(id)) | date | date
          timestamp_micros(id - 1000) | timestamp    | timestamp
          timestamp_micros(id - 1000) | timestamp_ntz | timestamp_ntz
          concat(mod(id, 1500), '😀') | string        | string
          nullif(id, 5)             | bigint        | bigint
          """)
  void knowsEachKeyAndFewOthers(String key, String type, String there, SparkSession spark) {
    try (Views views = new Views(spark, "run-1")) {
      Dataset<Row> states = keys(spark, 0, key, type);
      KeyFilter filter =
          KeyFilter.of(states, List.of("OF", "id"), 2_000, () -> LARGE, views).orElseThrow();
      Dataset<Row> same = keys(spark, 0, key, there);

      assertThat(filter.fits(same.schema())).isTrue();
      assertThat(same.as("t").where(filter.sql("t")).count()).isEqualTo(2_000);
      assertThat(
              keys(spark, 3_000, key.replace("1500", "9999"), there)
                  .as("t")
                  .where(filter.sql("t"))
                  .count())
          .isLessThan(60);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "double, double",
    "boolean, boolean",
    "binary, binary",
    "'decimal(12,2)', 'decimal(12,3)'",
    "timestamp, timestamp_ntz",
    "bigint, string"
  })
  void isNotMadeOrUsedWhereEqualKeysMayHaveOtherHashes(
      String type, String there, SparkSession spark) {
    try (Views views = new Views(spark, "run-1")) {
      Optional<KeyFilter> filter =
          KeyFilter.of(keys(spark, 0, "null", type), List.of("id"), 2_000, () -> LARGE, views);

      assertThat(filter.filter(one -> one.fits(keys(spark, 0, "null", there).schema()))).isEmpty();
    }
  }

  /** The table is not there, so asking for its size would fail. */
  @Test
  void isNotMadeWhereEachKeyIsTold(SparkSession spark) {
    Dataset<Row> states = keys(spark, 0, "id", "bigint");
    KeyValues told = KeyValues.among("id", DataTypes.LongType, List.of("1", "2"));
    StateFacts facts = new StateFacts(KeyValues.FEW, 0, 0, Optional.empty(), List.of(told));
    TargetTable table =
        new TargetTable(spark, TableName.parse("lake.shop.none", "table"), TableFormat.ICEBERG);
    try (Views views = new Views(spark, "run-1")) {
      SoughtKeys one = SoughtKeys.of(states, List.of("id"), facts, table, views);
      SoughtKeys two = SoughtKeys.of(states, List.of("id", "of"), facts, table, views);

      assertThat(one.in(states.schema())).containsExactly(told);
      assertThatThrownBy(() -> two.in(states.schema())).isInstanceOf(Exception.class);
    }
  }

  @Test
  void isGoneAfterwards(SparkSession spark) {
    try (Views views = new Views(spark, "run-1")) {
      assertThat(
              KeyFilter.of(
                  keys(spark, 0, "id", "bigint"), List.of("id"), 2_000, () -> LARGE, views))
          .isPresent();
      assertThat(spark.sql("SHOW USER FUNCTIONS LIKE '_millrace*'").count()).isEqualTo(1);
    }
    assertThat(spark.sql("SHOW USER FUNCTIONS LIKE '_millrace*'").count()).isZero();
  }

  @ParameterizedTest
  @CsvSource({
    "100, 999999, false", // a small table is quickly shuffled
    "100, 1000000, true",
    "500001, 1000000, false", // half of it changes
    "500000, 1000000, true",
    "4000000, 100000000, true",
    "4000001, 100000000, false" // it would be too large
  })
  void isMadeWhereMostRowsStay(long number, long rows, boolean pays, SparkSession spark) {
    try (Views views = new Views(spark, "run-1")) {
      Dataset<Row> states = keys(spark, 0, "id", "bigint");
      assertThat(KeyFilter.of(states, List.of("id"), number, () -> rows, views).isPresent())
          .isEqualTo(pays);
    }
  }
}
