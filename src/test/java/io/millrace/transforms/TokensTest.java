package io.millrace.transforms;

import static io.millrace.support.Table.rows;
import static io.millrace.support.Table.table;
import static io.millrace.support.Table.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.support.Keys;
import io.millrace.support.SparkExtension;
import io.millrace.udf.TokenKind;
import io.millrace.udf.keys.KeyReference;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Keyed hashes as a step. */
@ExtendWith(SparkExtension.class)
class TokensTest {

  @TempDir private Path folder;

  private HashColumns tokens(Map<String, String> columns, TokenKind kind) {
    return new HashColumns(columns, kind, Keys.file(folder, 1));
  }

  private HashColumns policies(TokenKind kind, OnUnfit invalid, OnUnfit empty) {
    return new HashColumns(
        Map.of("value", "token"),
        Optional.of(kind),
        Map.of(),
        HashAlgorithm.HMAC_SHA_256,
        Optional.of(Keys.file(folder, 1)),
        Map.of(),
        Optional.empty(),
        Optional.empty(),
        invalid,
        empty);
  }

  private HashColumns rotation(Optional<String> current, Optional<String> keyId, int... keys) {
    Map<String, KeyReference> all = new LinkedHashMap<>();
    for (int key : keys) {
      all.put("v" + key, Keys.file(folder, key));
    }
    return new HashColumns(
        Map.of("ssn", "token"),
        Optional.of(TokenKind.SSN),
        Map.of(),
        HashAlgorithm.HMAC_SHA_256,
        Optional.empty(),
        all,
        current,
        keyId,
        OnUnfit.REJECT,
        OnUnfit.NULL);
  }

  @Test
  void peopleJoinHoweverTheirNumberIsWritten(SparkSession spark) {
    Dataset<Row> written =
        rows(spark, "who string | ssn string\nann | 116-48-1824\nbob | 001-01-0001\ncid | null");
    Dataset<Row> numbers = rows(spark, "n int | ssn bigint\n1 | 116481824\n2 | 1010001\n3 | null");
    HashColumns step = tokens(Map.of("ssn", "ssn"), TokenKind.SSN);

    assertThat(text(step.apply(written).join(step.apply(numbers), "ssn").select("who", "n", "ssn")))
        .isEqualTo(
            table(
                """
                who string | n int | ssn string
                ann | 1 | %s
                bob | 2 | %s
                """
                    .formatted(Keys.token(1, "ssn:116481824"), Keys.token(1, "ssn:001010001"))));
    assertThat(step.apply(written).where("ssn is null").count()).isEqualTo(1);
  }

  @Test
  void equalDigitsOfDifferentKindsDoNotJoin(SparkSession spark) {
    Map<String, String> columns = new LinkedHashMap<>();
    columns.put("a", "ssn_token");
    columns.put("b", "phone_token");
    columns.put("c", "text_token");
    HashColumns step =
        new HashColumns(
            columns,
            Optional.of(TokenKind.TEXT),
            Map.of("A", TokenKind.SSN, "b", TokenKind.PHONE),
            HashAlgorithm.HMAC_SHA_256,
            Optional.of(Keys.file(folder, 1)),
            Map.of(),
            Optional.empty(),
            Optional.empty(),
            OnUnfit.REJECT,
            OnUnfit.NULL);
    Dataset<Row> same =
        rows(spark, "a string | b string | c string\n116481824 | 116481824 | 116481824");

    assertThat(text(step.apply(same).drop("a", "b", "c")))
        .isEqualTo(
            "ssn_token string | phone_token string | text_token string\n"
                + Keys.token(1, "ssn:116481824")
                + " | "
                + Keys.token(1, "phone:116481824")
                + " | "
                + Keys.token(1, "text:116481824"));
  }

  @Test
  void duringARotationTokensOfAllKeysStandSideBySide(SparkSession spark) {
    Dataset<Row> people = rows(spark, "ssn string\n116-48-1824\nnull");
    String first = Keys.token(1, "ssn:116481824");
    String second = Keys.token(2, "ssn:116481824");

    assertThat(text(rotation(Optional.of("v2"), Optional.empty(), 1, 2).apply(people).drop("ssn")))
        .isEqualTo(
            "token string | token_v1 string\nnull | null\nv2:%s | v1:%s".formatted(second, first));
    assertThat(text(rotation(Optional.empty(), Optional.empty(), 2).apply(people).drop("ssn")))
        .isEqualTo("token string\nnull\nv2:" + second);
    assertThat(
            text(
                rotation(Optional.of("v2"), Optional.of("key_id"), 1, 2)
                    .apply(people.where("ssn is not null"))
                    .drop("ssn")))
        .isEqualTo(
            "token string | token_v1 string | key_id string\n%s | %s | v2"
                .formatted(second, first));
  }

  @Test
  void tokensOfAnOldTableJoinThoseOfANewOneUntilTheOldKeyGoes(SparkSession spark) {
    Dataset<Row> old =
        rotation(Optional.empty(), Optional.empty(), 1)
            .apply(rows(spark, "ssn string\n116-48-1824\n001-01-0001"))
            .select("token");
    Dataset<Row> fresh =
        rotation(Optional.of("v2"), Optional.empty(), 1, 2)
            .apply(rows(spark, "ssn string\n116481824"));
    assertThat(old.join(fresh, old.col("token").equalTo(fresh.col("token_v1"))).count())
        .isEqualTo(1);
    assertThat(old.join(fresh, old.col("token").equalTo(fresh.col("token"))).count()).isZero();
  }

  @ParameterizedTest
  @CsvSource({
    "REJECT, NULL, 'null,null,TOKEN', 'hash-columns: value: value is no SSN: no area is 000, 666 or above 899'",
    "REJECT, REJECT, 'null,null,TOKEN', 'hash-columns: value: value is empty;hash-columns: value: value is no SSN: no area is 000, 666 or above 899'",
    "REJECT, TOKEN, 'null,EMPTY,TOKEN', 'hash-columns: value: value is no SSN: no area is 000, 666 or above 899'",
    "NULL, NULL, 'null,null,TOKEN', ''",
    "NULL, REJECT, 'null,null,TOKEN', 'hash-columns: value: value is empty'",
    "TOKEN, NULL, 'INVALID,null,TOKEN', ''",
    "TOKEN, TOKEN, 'INVALID,EMPTY,TOKEN', ''"
  })
  void whatDoesNotFitFollowsThePolicies(
      OnUnfit invalid, OnUnfit empty, String tokens, String reasons, SparkSession spark) {
    Dataset<Row> values =
        spark.sql(
            "select * from values (1, '000-12-3456 '), (2, ' \t'), (3, '116-48-1824') v(id, value)");
    Dataset<Row> result = policies(TokenKind.SSN, invalid, empty).apply(Traces.good(values));
    assertThat(
            String.join(
                ",",
                result.orderBy("id").select("token").collectAsList().stream()
                    .map(row -> String.valueOf(row.get(0)))
                    .toList()))
        .isEqualTo(
            tokens
                .replace("INVALID", Keys.token(1, "ssn?:000-12-3456"))
                .replace("EMPTY", Keys.token(1, "ssn?:"))
                .replace("TOKEN", Keys.token(1, "ssn:116481824")));
    assertThat(String.join(";", Traces.reasons(result))).isEqualTo(reasons);
  }

  @Test
  void plainHashesOfAKindFollowThePoliciesToo(SparkSession spark) {
    HashColumns step =
        new HashColumns(
            Map.of("value", "hash"),
            Optional.of(TokenKind.EMAIL),
            Map.of(),
            HashAlgorithm.SHA_256,
            Optional.empty(),
            Map.of(),
            Optional.empty(),
            Optional.empty(),
            OnUnfit.TOKEN,
            OnUnfit.NULL);
    Dataset<Row> values =
        spark.sql("select * from values (' Ann@X.org'), ('none'), (' '), (null) v(value)");
    assertThat(text(step.apply(values).drop("value")))
        .isEqualTo(
            text(
                spark.sql(
                    "select * from values (sha2('ann@x.org', 256)), (sha2('none', 256)), (null), (null) v(hash)")));
  }

  @Test
  void numbersLoseNoZerosAndNegativeOnesAreInvalid(SparkSession spark) {
    HashColumns step = policies(TokenKind.SSN, OnUnfit.NULL, OnUnfit.NULL);
    for (String type : List.of("int", "bigint", "decimal(12,0)")) {
      Dataset<Row> values =
          spark.sql(
              "select cast(n as %s) as value from values (1010001), (-116481824), (0), (1164818240), (null) v(n)"
                  .formatted(type));
      assertThat(step.apply(values).where("token is not null").collectAsList())
          .as(type)
          .singleElement()
          .satisfies(row -> assertThat(row.getString(1)).isEqualTo(Keys.token(1, "ssn:001010001")));
    }
  }

  @Test
  void aCardOrPhoneMayBeANumberButNoFractionAndNoAddressMay(SparkSession spark) {
    Dataset<Row> cards = spark.sql("select 4111111111111111L as value");
    assertThat(
            policies(TokenKind.CARD, OnUnfit.REJECT, OnUnfit.NULL)
                .apply(cards)
                .select("token")
                .first()
                .getString(0))
        .isEqualTo(Keys.token(1, "card:4111111111111111"));
    assertThatThrownBy(
            () -> tokens(Map.of("v", "t"), TokenKind.SSN).apply(spark.sql("select 1D as v")))
        .hasMessage(
            "hash-columns: column v is double but must be string, int, bigint or decimal(n,0)");
    assertThatThrownBy(
            () -> tokens(Map.of("v", "t"), TokenKind.EMAIL).apply(spark.sql("select 1 as v")))
        .hasMessage("hash-columns: column v is int but must be string");
  }

  @Test
  void rowsThatAreAsideStayAsTheyAre(SparkSession spark) {
    Dataset<Row> aside =
        Traces.aside(rows(spark, "ssn string\nbroken\n116481824"), "ssn = 'broken'");
    Dataset<Row> result = tokens(Map.of("ssn", "token"), TokenKind.SSN).apply(aside);
    assertThat(Traces.reasons(result)).containsExactly("earlier");
    assertThat(result.count()).isEqualTo(2);
  }

  @Test
  void namesThatTwoColumnsWouldHaveAreRefused(SparkSession spark) {
    Dataset<Row> people = rows(spark, "ssn string | token_v1 string\n116481824 | x");
    assertThatThrownBy(() -> rotation(Optional.of("v2"), Optional.empty(), 1, 2).apply(people))
        .hasMessage(
            "hash-columns: a column that it adds would be called 'token_v1', as a column of the input is; choose another name");
    assertThatThrownBy(() -> rotation(Optional.of("v2"), Optional.of("SSN"), 2).apply(people))
        .hasMessageContaining("would be called 'SSN'");
  }

  @Test
  void theKeyIsInNoPlan(SparkSession spark) {
    Dataset<Row> result =
        tokens(Map.of("ssn", "token"), TokenKind.SSN).apply(rows(spark, "ssn string\n116-48-1824"));
    String plan =
        result
            .queryExecution()
            .explainString(org.apache.spark.sql.execution.ExplainMode.fromString("extended"));
    assertThat(plan).contains("key-1").doesNotContain(Keys.hex(1)).doesNotContain("116481824");
  }
}
