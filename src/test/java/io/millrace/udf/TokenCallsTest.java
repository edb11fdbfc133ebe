package io.millrace.udf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.support.Keys;
import io.millrace.support.SparkExtension;
import io.millrace.udf.keys.SecretStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A query that calls token with a bad key stops on the driver: its rows cannot be read at all. */
@ExtendWith(SparkExtension.class)
class TokenCallsTest {

  /** Reading a row of it fails with another message. */
  private static final String PEOPLE =
      "(select id, cast(raise_error('a row was read') as string) as ssn from range(3))";

  private static final String MISSING = "the key 'env:MILLRACE_NO_SUCH_KEY' is missing: ";

  @TempDir private Path folder;

  /** As a notebook does: one line, and nothing of ours called. */
  private static void open(SparkSession spark) {
    spark.conf().set("spark.sql.catalog.millrace", "io.millrace.udf.Functions");
  }

  private static void refused(SparkSession spark, String query, String message) {
    assertThatThrownBy(() -> spark.sql(query).collectAsList())
        .as(query)
        .isInstanceOf(InvalidTokenCallException.class)
        .hasMessageStartingWith(message);
  }

  private static String call(String key) {
    return "millrace.token('ssn', ssn, '" + key + "')";
  }

  @Test
  void goodKeysLetRowsBeRead(SparkSession spark) {
    open(spark);
    String query = "select %s from %s".formatted(call(Keys.file(folder, 1).text()), PEOPLE);
    assertThatThrownBy(() -> spark.sql(query).collectAsList())
        .hasStackTraceContaining("a row was read");
  }

  @Test
  void eachBadKeyIsRefusedBeforeARowIsRead(SparkSession spark) throws IOException {
    open(spark);
    Map<String, String> bad = new LinkedHashMap<>();
    bad.put("env:MILLRACE_NO_SUCH_KEY", "is missing: the environment variable");
    bad.put("file:" + folder.resolve("none"), "is missing: this machine has no such file");
    bad.put(
        Keys.file(folder, "open", Keys.hex(1), "rw-r--r--").text(),
        "may be used by others than its owner (rw-r--r--); run chmod 600 on it");
    bad.put(Keys.file(folder, "short", "0".repeat(62), "rw-------").text(), "has 31 bytes, and");
    bad.put(Keys.file(folder, "word", "open sesame", "rw-------").text(), "is neither hexadecimal");
    bad.put(SecretStore.unreachable("tokens"), "cannot be fetched from AWS Secrets Manager: ");
    for (Map.Entry<String, String> one : bad.entrySet()) {
      refused(
          spark,
          "select " + call(one.getKey()) + " from " + PEOPLE,
          "the key '" + one.getKey() + "' " + one.getValue());
    }
    try (SecretStore store = new SecretStore()) {
      String key = store.reference("none");
      refused(
          spark,
          "select " + call(key) + " from " + PEOPLE,
          "the key '" + key + "' cannot be fetched from AWS Secrets Manager: ResourceNotFound");
    }
    refused(
        spark,
        "select " + call("sesame") + " from " + PEOPLE,
        "a key is given by where it is kept");
  }

  @Test
  void soIsWhateverElseOfACallIsWrong(SparkSession spark) {
    open(spark);
    String key = Keys.file(folder, 1).text();
    String from = ") from " + PEOPLE;
    refused(
        spark, "select millrace.token('iban', ssn, '" + key + "'" + from, "'iban' is no kind of");
    refused(spark, "select millrace.token('ssn', ssn, null" + from, "token: key must not be null");
    refused(
        spark,
        "select millrace.token('ssn', ssn, '" + key + "', '', 'all'" + from,
        "token: also names values");
    refused(
        spark,
        "select millrace.token('ssn', ssn, '" + key + "', '', '', '00000000'" + from,
        "the key '" + key + "' is another one in this process than on the driver");
  }

  @Test
  void wherever(SparkSession spark) {
    open(spark);
    String call = call("env:MILLRACE_NO_SUCH_KEY");
    spark.sql("create temporary view safe as select id, " + call + " as t from " + PEOPLE);
    for (String query :
        new String[] {
          "select * from safe",
          "with safe as (select " + call + " as t from " + PEOPLE + ") select * from safe",
          "select id from " + PEOPLE + " where " + call + " = 'x'",
          "select id, (select max(" + call + ") from " + PEOPLE + ") as t from range(2)",
          "select id from range(2) where id in (select length(t) from safe)",
          "select count(distinct " + call + ") from " + PEOPLE + " group by id",
          "select a.id from "
              + PEOPLE
              + " a join safe b on "
              + call("env:MILLRACE_NO_SUCH_KEY").replace("ssn,", "a.ssn,")
              + " = b.t",
          "select id from range(2) union all select length(" + call + ") from " + PEOPLE,
          "select explode(array(" + call + ")) from " + PEOPLE,
          "select if(id > 1, " + call + ", '') from " + PEOPLE,
          // Spark knows this reference when it has folded the literals.
          "select millrace.token('ssn', ssn, 'env:' || k) from (select *, 'MILLRACE_NO_SUCH_KEY' as k from "
              + PEOPLE
              + ")",
        }) {
      refused(spark, query, MISSING);
    }
    refused(
        spark,
        "select " + call + ", " + call + ", " + call("sesame") + " from " + PEOPLE,
        MISSING
            + "the environment variable MILLRACE_NO_SUCH_KEY is not set in this process; set it for the driver and every executor, keep the key in AWS Secrets Manager, or make a new one with: export MILLRACE_NO_SUCH_KEY=$(openssl rand -hex 32); a key is given by where it is kept");
  }

  @Test
  void nothingIsWrittenThen(SparkSession spark) {
    open(spark);
    Path out = folder.resolve("out");
    assertThatThrownBy(
            () ->
                spark
                    .sql("select " + call("env:MILLRACE_NO_SUCH_KEY") + " as t from " + PEOPLE)
                    .write()
                    .parquet(out.toString()))
        .isInstanceOf(InvalidTokenCallException.class);
    assertThat(Files.exists(out)).isFalse();
  }

  @Test
  void aSessionGetsTheRuleOnceAndOthersNotAtAll(SparkSession spark, SparkSession other) {
    open(spark);
    for (int i = 0; i < 2; i++) {
      spark.sql("select millrace.sha_256('x')").collectAsList();
      spark.sql("set spark.sql.catalog.millrace = io.millrace.udf.Functions");
    }
    assertThat(rules(spark)).isEqualTo(1);
    assertThat(rules(other)).isZero();
  }

  private static long rules(SparkSession spark) {
    try {
      Object rules =
          spark
              .experimental()
              .getClass()
              .getMethod("extraOptimizations")
              .invoke(spark.experimental());
      return ((Number) rules.getClass().getMethod("size").invoke(rules)).longValue();
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }
}
