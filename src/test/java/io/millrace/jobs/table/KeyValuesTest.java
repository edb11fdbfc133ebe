package io.millrace.jobs.table;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.support.SparkExtension;
import io.millrace.transforms.ChangeRules;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@ExtendWith(SparkExtension.class)
class KeyValuesTest {

  private static final ChangeRules RULES = new ChangeRules(List.of("id"), List.of("at"));

  private static Dataset<Row> keys(SparkSession spark, String type, String values) {
    return spark.sql(
        "SELECT CAST(id AS %s) AS id, named_struct('at', at, 'op', 'I') AS _change, named_struct('at', at, 'op', if(at < 2, 'D', 'T')) AS _deletion FROM (SELECT posexplode(array(%s)) AS (at, id))"
            .formatted(type, values));
  }

  /** Values of a batch, and others that lie between them, and beyond. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          tinyint       | -128, 5                 | -128, 0, 5       | 6, 127
          int           | -2147483648, -1         | -2147483648, -5  | 0, 2147483647
          bigint        | -9223372036854775807 - 1, 9223372036854775807 | -9223372036854775807 - 1, 0, 9223372036854775807 |
          decimal(12,2) | -12.34, 0.10            | -12.34, 0.1      | 0.11, -12.35
          decimal(38,3) | -12345678901234567890123456789012345.678, 1.001 | 1 | 1.002, -12345678901234567890123456789012345.679
          date          | DATE'0001-01-01', DATE'9999-12-31' | DATE'1582-10-04', DATE'1970-01-01' | DATE'+10000-01-01', DATE'0000-12-31'
          timestamp     | TIMESTAMP'2024-11-03 05:30:00Z', TIMESTAMP'2024-11-03 06:29:59.999999Z' | TIMESTAMP'2024-11-03 01:30:00 America/New_York', TIMESTAMP'2024-11-03 06:29:59.999999Z' | TIMESTAMP'2024-11-03 06:30:00Z', TIMESTAMP'2024-11-03 05:29:59.999999Z'
          """)
  void holdsWhatLiesBetween(
      String type, String batch, String inside, String outside, SparkSession spark) {
    spark.conf().set("spark.sql.session.timeZone", "America/New_York");
    Dataset<Row> few = keys(spark, type, batch);
    Dataset<Row> many = few.crossJoin(spark.range(KeyValues.FEW).toDF("n")).drop("n");
    List<KeyValues> each = StateFacts.of(few, RULES, KeysTold.EACH).keys();
    List<KeyValues> range = StateFacts.of(many, RULES, KeysTold.EACH).keys();
    assertThat(StateFacts.of(few, RULES, KeysTold.BOUNDS).keys()).isEqualTo(range);
    assertThat(each.get(0).are()).startsWith("IN (");
    assertThat(range.get(0).are()).startsWith("BETWEEN ");

    assertThat(found(spark, type, batch, each)).doesNotContain(false);
    assertThat(found(spark, type, batch + ", " + inside, range)).doesNotContain(false);
    if (outside != null) {
      assertThat(found(spark, type, outside, each)).doesNotContain(true);
      assertThat(found(spark, type, outside, range)).doesNotContain(true);
    }
  }

  private static List<Boolean> found(
      SparkSession spark, String type, String values, List<KeyValues> ranges) {
    keys(spark, type, values).createOrReplaceTempView("t");
    return spark.sql("SELECT true" + MergeSql.and(ranges, "t") + " FROM t").collectAsList().stream()
        .map(row -> row.getBoolean(0))
        .collect(Collectors.toList());
  }

  /** Types that compare otherwise in files, and texts, which may be personal. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          double        | 1.5D, double('NaN')
          float         | 1, 2
          boolean       | true, false
          binary        | X'00', X'FF'
          timestamp_ntz | TIMESTAMP_NTZ'2024-03-31 02:30:00'
          string        | '4111111111111111'
          bigint        | null
          """)
  void isNotToldOfOthers(String type, String batch, SparkSession spark) {
    assertThat(StateFacts.of(keys(spark, type, batch), RULES, KeysTold.EACH).keys()).isEmpty();
  }

  @Test
  void factsCountWhatIsThere(SparkSession spark) {
    StateFacts facts = StateFacts.of(keys(spark, "int", "3, null, 1, 2"), RULES, KeysTold.EACH);

    assertThat(facts.states()).isEqualTo(4);
    assertThat(facts.deletions()).isEqualTo(4);
    assertThat(facts.truncations()).isEqualTo(2);
    assertThat(facts.horizon()).isEmpty();
    assertThat(facts.keys())
        .containsExactly(
            new KeyValues("id", "IN (CAST('1' AS INT), CAST('2' AS INT), CAST('3' AS INT))"));
  }

  @Test
  void nothingIsToldWherePersonalDataIs(SparkSession spark) {
    assertThat(StateFacts.of(keys(spark, "int", "3, 1, 2"), RULES, KeysTold.NONE).keys()).isEmpty();
  }

  /** 30 days before the newest change, in the time that the session shows. */
  @ParameterizedTest
  @CsvSource({
    "TIMESTAMP, timestamp'2024-04-01 08:00:00'",
    "TIMESTAMP_NTZ, timestamp_ntz'2024-04-01 10:00:00'"
  })
  void theHorizonIsALiteral(String type, String horizon, SparkSession spark) {
    spark.conf().set("spark.sql.session.timeZone", "UTC");
    String zone = type.equals("TIMESTAMP") ? "+02:00" : "";
    Dataset<Row> states =
        spark.sql(
            "SELECT 1 AS id, named_struct('at', %1$s'2024-05-01 10:00:00%2$s', 'op', 'I') AS _change, named_struct('at', %1$s'2024-04-30 10:00:00%2$s', 'op', 'D') AS _deletion"
                .formatted(type, zone));

    assertThat(StateFacts.of(states, RULES, KeysTold.EACH).horizon()).contains(horizon);
  }
}
