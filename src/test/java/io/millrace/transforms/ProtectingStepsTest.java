package io.millrace.transforms;

import static io.millrace.support.Table.rows;
import static io.millrace.support.Table.table;
import static io.millrace.support.Table.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.support.SparkExtension;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Masks, coarser values and networks, in and outside of a job. */
@ExtendWith(SparkExtension.class)
class ProtectingStepsTest {

  private static Dataset<Row> people(SparkSession spark) {
    return rows(
        spark,
        """
        id int | Card string   | mail string | born string | joined timestamp    | age int | zip string | ip string     | note string
        1 | 4111-1111-1111-1234 | a@B.org     | 1984-03-12  | 2020-01-02 03:04:05 | 34      | 12345      | 203.0.113.77  | secret
        2 | 1234                | nobody      | 12.3.84     | null                | -1      | 705        | 203.0.113.777 | x
        3 | null                | null        | null        | null                | null    | null       | null          | null
        """);
  }

  private static final Map<String, Mask> MASKS =
      Map.of(
          "card",
          Mask.LAST_FOUR,
          "mail",
          Mask.DOMAIN_ONLY,
          "born",
          Mask.YEAR_ONLY,
          "joined",
          Mask.YEAR_ONLY,
          "note",
          Mask.FULL);

  @ParameterizedTest(name = "ANSI {0}")
  @ValueSource(booleans = {false, true})
  void masksStandInTheColumnsPlaceAndMisfitsAreNull(boolean ansi, SparkSession spark) {
    Dataset<Row> shown =
        new MaskColumns(MASKS, OnInvalid.NULL).apply(people(Traces.ansi(spark, ansi)));
    assertThat(text(shown))
        .isEqualTo(
            table(
                """
                id int | Card string | mail string | born int | joined int | age int | zip string | ip string | note string
                1 | ****-****-****-1234 | b.org | 1984 | 2020 | 34 | 12345 | 203.0.113.77 | ****
                2 | null | null | null | null | -1 | 705 | 203.0.113.777 | ****
                3 | null | null | null | null | null | null | null | null
                """));
  }

  @Test
  void aValueThatNoMaskFitsRejectsItsRowByTheFirstOfThem(SparkSession spark) {
    Dataset<Row> judged =
        new MaskColumns(Map.of("card", Mask.LAST_FOUR)).apply(Traces.good(people(spark)));
    assertThat(Traces.reasons(judged))
        .containsExactly(
            "mask-columns: card: card has not the 8 to 34 characters of which the last four may be shown");
    assertThat(text(judged.where(Trace.ASIDE + " is null").select("id", "Card")))
        .isEqualTo(table("id int|Card string\n1|****-****-****-1234\n3|null"));
    assertThat(judged.where(Trace.ASIDE + " is not null").first().<String>getAs("Card"))
        .as("clear text in a column of the row that was set aside")
        .isNull();
  }

  @Test
  void outsideOfAJobAMisfitFailsTheQueryWithoutItsValue(SparkSession spark) {
    assertThatThrownBy(
            () ->
                new MaskColumns(Map.of("mail", Mask.DOMAIN_ONLY))
                    .apply(people(spark))
                    .collectAsList())
        .hasStackTraceContaining("mask-columns: mail is no e-mail address")
        .satisfies(e -> assertThat(stackTrace(e)).doesNotContain("nobody"));
  }

  private static String stackTrace(Throwable e) {
    java.io.StringWriter text = new java.io.StringWriter();
    e.printStackTrace(new java.io.PrintWriter(text));
    return text.toString();
  }

  @ParameterizedTest(name = "ANSI {0}")
  @ValueSource(booleans = {false, true})
  void agesAndZipCodesBecomeCoarser(boolean ansi, SparkSession spark) {
    Map<String, Generalisation> columns =
        Map.of("age", Generalisation.AGE_BAND, "zip", Generalisation.ZIP3);
    Dataset<Row> people = people(Traces.ansi(spark, ansi)).select("id", "age", "zip");
    assertThat(text(new Generalise(columns, 5, 30, List.of("123"), OnInvalid.NULL).apply(people)))
        .isEqualTo(
            table(
                """
                id int | age string | zip string
                1 | 30+  | 000
                2 | null | null
                3 | null | null
                """));
    assertThat(Traces.reasons(new Generalise(columns).apply(Traces.good(people))))
        .hasSize(1)
        .allMatch(
            reason ->
                reason.equals("generalise: age: age is no age in years")
                    || reason.equals("generalise: zip: zip is no US ZIP code"));
    Dataset<Row> large = rows(spark, "age bigint\n34\n9999999999");
    assertThat(
            text(
                new Generalise(
                        Map.of("age", Generalisation.AGE_BAND), 10, 90, List.of(), OnInvalid.NULL)
                    .apply(large)))
        .isEqualTo(table("age string\n30-39\nnull"));
  }

  @Test
  void networksStandForAddresses(SparkSession spark) {
    Dataset<Row> people = people(spark).select("id", "ip");
    assertThat(text(new NetworkOnly(List.of("IP"), 24, 48, OnInvalid.NULL).apply(people)))
        .isEqualTo(table("id int|ip string\n1|203.0.113.0/24\n2|null\n3|null"));
    assertThat(Traces.reasons(new NetworkOnly(List.of("ip")).apply(Traces.good(people))))
        .containsExactly("network-only: ip: ip is no IP address");
  }

  @Test
  void whatCannotBeIsRefused(SparkSession spark) {
    Dataset<Row> people = people(spark);
    assertThatThrownBy(() -> new MaskColumns(Map.of("age", Mask.LAST_FOUR)).apply(people))
        .hasMessage("mask-columns: column age is int but must be string");
    assertThatThrownBy(() -> new MaskColumns(Map.of("age", Mask.YEAR_ONLY)).apply(people))
        .hasMessage(
            "mask-columns: column age is int but must be string or date or timestamp or timestamp_ntz");
    assertThatThrownBy(() -> new MaskColumns(Map.of("ssn", Mask.FULL)).apply(people))
        .hasMessageStartingWith("mask-columns: no column ssn; the input has id, Card");
    assertThatThrownBy(() -> new Generalise(Map.of("zip", Generalisation.AGE_BAND)).apply(people))
        .hasMessage(
            "generalise: column zip is string but must be int or bigint or smallint or tinyint");
    assertThatThrownBy(
            () ->
                new Generalise(
                    Map.of("zip", Generalisation.ZIP3), 1, 90, List.of(), OnInvalid.NULL))
        .hasMessage("band-width must be at least 2, was 1");
    assertThatThrownBy(
            () ->
                new Generalise(
                    Map.of("zip", Generalisation.ZIP3), 10, 0, List.of(), OnInvalid.NULL))
        .hasMessage("oldest must be from 1 to 150, was 0");
    assertThatThrownBy(
            () ->
                new Generalise(
                    Map.of("zip", Generalisation.ZIP3), 10, 90, List.of("36"), OnInvalid.NULL))
        .hasMessage("sparse-zip3: '36' must be three digits, in quotes, such as \"036\"");
    assertThatThrownBy(() -> new NetworkOnly(List.of("ip"), 32, 48, OnInvalid.NULL))
        .hasMessage("ipv4 must be from 0 to 31 bits, was 32");
    assertThatThrownBy(() -> new NetworkOnly(List.of("ip"), 24, 128, OnInvalid.NULL))
        .hasMessage("ipv6 must be from 0 to 127 bits, was 128");
    assertThatThrownBy(() -> new TagColumns(Map.of("ip", "IP address")))
        .hasMessage(
            "columns.ip: a tag is a word of small letters, digits and dashes, such as ssn, not 'IP address'");
    assertThatThrownBy(() -> new TagColumns(Map.of("ssn", "ssn")).apply(people))
        .hasMessageStartingWith("tag-columns: no column ssn; the input has id, Card");
  }

  @Test
  void taggingChangesNoValue(SparkSession spark) {
    Dataset<Row> people = people(spark);
    assertThat(text(new TagColumns(Map.of("card", "card", "note", "none")).apply(people)))
        .isEqualTo(text(people));
  }
}
