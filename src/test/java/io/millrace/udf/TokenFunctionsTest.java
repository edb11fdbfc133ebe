package io.millrace.udf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.support.Keys;
import io.millrace.support.SparkExtension;
import io.millrace.udf.keys.KeyReference;
import io.millrace.udf.keys.SecretStore;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.execution.ExplainMode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tokens and plain hashes in SQL. */
@ExtendWith(SparkExtension.class)
class TokenFunctionsTest {

  @TempDir private Path folder;

  private static List<String> lines(Dataset<Row> rows) {
    return rows.collectAsList().stream().map(Row::toString).toList();
  }

  @Test
  void tokensAreMadeInAnyQuery(SparkSession spark) {
    Functions.register(spark);
    KeyReference key = Keys.file(folder, 1);
    spark
        .sql("select * from values ('116-48-1824'), ('000-12-3456'), (''), (null) v(ssn)")
        .createOrReplaceTempView("people");
    String token = Keys.token(1, "ssn:116481824");

    Dataset<Row> tokens =
        spark.sql(
            """
            select millrace.token('ssn', ssn, '%1$s') as bare,
                   millrace.Token('SSN', ssn, '%1$s', 'v2') as versioned,
                   millrace.token('ssn', ssn, '%1$s', '', 'invalid, empty') as all,
                   millrace.token_problem('ssn', ssn) as problem
            from people"""
                .formatted(key));

    assertThat(lines(tokens))
        .containsExactly(
            "[%1$s,v2:%1$s,%1$s,null]".formatted(token),
            "[null,null,%s,is no SSN: no area is 000, 666 or above 899]"
                .formatted(Keys.token(1, "ssn?:000-12-3456")),
            "[null,null,%s,is empty]".formatted(Keys.token(1, "ssn?:")),
            "[null,null,null,null]");
  }

  @Test
  void aViewKeepsTheReferenceOnly(SparkSession spark) {
    Functions.register(spark);
    KeyReference key = Keys.file(folder, 2);
    spark.sql(
        "create temporary view safe as select millrace.token('email', e, '%s') as t from values ('Ann@X.org') v(e)"
            .formatted(key));
    assertThat(lines(spark.table("safe")))
        .containsExactly("[" + Keys.token(2, "email:ann@x.org") + "]");
  }

  @Test
  void theyAreCalledFromGeneratedCodeWithoutBoxing(SparkSession spark) {
    Functions.register(spark);
    Dataset<Row> tokens =
        spark
            .range(3)
            .selectExpr("cast(116481824 + id as string) as ssn")
            .selectExpr(
                "millrace.token('ssn', ssn, '%s') as t".formatted(Keys.file(folder, 1)),
                "millrace.sha_256(ssn) as h",
                "millrace.token_problem('ssn', ssn) as p");
    String explained = tokens.queryExecution().explainString(ExplainMode.fromString("codegen"));
    String code = explained.substring(explained.indexOf("Generated code:"));
    assertThat(code)
        .contains("io.millrace.udf.Token$Bound.invoke(")
        .contains("io.millrace.udf.Sha256$Bound.invoke(")
        .contains("io.millrace.udf.TokenProblem.invoke(")
        .doesNotContain("ScalaUDF")
        .doesNotContain("applyfunctionexpression");
    assertThat(lines(tokens).get(1)).startsWith("[" + Keys.token(1, "ssn:116481825"));
  }

  @Test
  void manyThreadsAndKeysDoNotMixTheirTokens(SparkSession spark) {
    Functions.register(spark);
    KeyReference one = Keys.file(folder, 1);
    KeyReference two = Keys.file(folder, 2);
    long wrong =
        spark
            .range(0, 4000, 1, 4)
            .selectExpr("cast(id as string) as v")
            .selectExpr(
                "v",
                "millrace.token('text', v, '%s') as a".formatted(one),
                "millrace.token('text', v, '%s') as b".formatted(two),
                "millrace.token('text', v, '%s', if(mod(v, 2) = 0, 'v1', '')) as c".formatted(one))
            .collectAsList()
            .stream()
            .filter(
                row -> {
                  String value = row.getString(0);
                  String token = Keys.token(1, "text:" + value);
                  boolean even = Integer.parseInt(value) % 2 == 0;
                  return !row.getString(1).equals(token)
                      || !row.getString(2).equals(Keys.token(2, "text:" + value))
                      || !row.getString(3).equals(even ? "v1:" + token : token);
                })
            .count();
    assertThat(wrong).isZero();
  }

  @Test
  void aKeyOfSecretsManagerIsFetchedOnceForAllTasks(SparkSession spark) throws IOException {
    Functions.register(spark);
    try (SecretStore store = new SecretStore()) {
      store.put("tokens", Keys.hex(7));
      Dataset<Row> tokens =
          spark
              .range(0, 100, 1, 4)
              .selectExpr(
                  "millrace.token('text', left(id, 0) || 'x', '%s') as t"
                      .formatted(store.reference("tokens")))
              .distinct();
      assertThat(lines(tokens)).containsExactly("[" + Keys.token(7, "text:x") + "]");
      assertThat(store.asked()).containsExactly("tokens in eu-west-1");
    }
  }

  @Test
  void whatIsWrongIsSaid(SparkSession spark) {
    Functions.register(spark);
    String key = Keys.file(folder, 1).text();
    failed(spark, "token('iban', v, '" + key + "')", "'iban' is no kind of value; there are ssn");
    failed(spark, "token('ssn', v, 'sesame')", "the key itself must not stand here");
    failed(spark, "token('ssn', v, cast(null as string))", "token: key must not be null");
    failed(spark, "token('ssn', v, '" + key + "', '', 'all')", "'invalid', 'empty' or");
    failed(spark, "token('ssn', v, '" + key + "', '', '', '00000000')", "is another one in this");
    failed(spark, "token('ssn', v, 'env:MILLRACE_NO_SUCH_KEY')", "is not set in this process");
    failed(
        spark,
        "token('ssn', 1, 'env:K')",
        "token takes strings (kind, value, key, [version], [also]");
    failed(spark, "sha_256(1)", "sha_256 takes strings (value, [kind]), not (int).");
  }

  private static void failed(SparkSession spark, String call, String message) {
    assertThatThrownBy(
            () -> spark.sql("select millrace." + call + " from values ('x') t(v)").collectAsList())
        .as(call)
        .hasStackTraceContaining(message);
  }

  /** Spark's and DuckDB's own hashes share no code with ours. */
  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {31, 32})
  void plainHashesAreThoseOfSparkAndDuckDb(long seed, SparkSession spark) throws SQLException {
    Functions.register(spark);
    Random random = new Random(seed);
    List<String> texts =
        new ArrayList<>(List.of("", " ", "abc", "6835-5177-8166-5873", "Zoë 中 😀"));
    for (int i = 0; i < 300; i++) {
      texts.add(
          random
              .ints(random.nextInt(200), 1, 0xd7ff)
              .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
              .toString());
    }
    List<Row> rows =
        spark
            .createDataset(texts, Encoders.STRING())
            .selectExpr("value", "millrace.sha_256(value)", "sha2(value, 256)")
            .collectAsList();
    try (Connection duck = DriverManager.getConnection("jdbc:duckdb:");
        PreparedStatement sha256 = duck.prepareStatement("select sha256(?::blob)")) {
      for (Row row : rows) {
        assertThat(row.getString(1)).as("seed %s: %s", seed, row).isEqualTo(row.getString(2));
        sha256.setBytes(1, row.getString(0).getBytes(StandardCharsets.UTF_8));
        try (ResultSet result = sha256.executeQuery()) {
          result.next();
          assertThat(row.getString(1)).as("seed %s: %s", seed, row).isEqualTo(result.getString(1));
        }
      }
    }
    assertThat(rows).hasSize(305);
  }

  @Test
  void aPlainHashOfAKindIsOfTheCanonicalForm(SparkSession spark) {
    Functions.register(spark);
    assertThat(
            lines(
                spark.sql(
                    """
                    select millrace.sha_256(' Ann@X.ORG', 'email') = sha2('ann@x.org', 256),
                           millrace.sha_256('116-48-1824', 'ssn') = sha2('116481824', 256),
                           millrace.sha_256('116-48-1824')
                             = 'b21a3539f2fb8f4fd29411a7948149f3494050168a3cbf9d082b05205094b694',
                           millrace.sha_256('none', 'email'), millrace.sha_256(null)""")))
        .containsExactly("[true,true,true,null,null]");
  }
}
