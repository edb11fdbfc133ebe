package io.millrace.transforms;

import static io.millrace.support.Table.table;
import static io.millrace.support.Table.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.support.SparkExtension;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Messages of log events that are lines of CSV. */
@ExtendWith(SparkExtension.class)
class ParseDelimitedTest {

  private static final String SCHEMA =
      "ip string, username string, timestamp string, request string, http int, bytes bigint";

  private static Dataset<Row> texts(SparkSession spark, String column, String... texts) {
    return spark.createDataset(Arrays.asList(texts), Encoders.STRING()).toDF(column);
  }

  @ParameterizedTest(name = "ANSI {0}")
  @ValueSource(booleans = {false, true})
  void aMessageBecomesTypedColumns(boolean ansi, SparkSession spark) {
    Traces.ansi(spark, ansi);
    Dataset<Row> messages =
        texts(
            spark,
            "Message",
            "105.1.1.1,user,17/Jan/2018:10:43:54,\"GET /petstore/Cats/Treats\",200,314",
            "105.1.1.2,\"o\"\"neil, jr\",,\"\",,\"\"");
    assertThat(text(new ParseDelimited("message", SCHEMA).apply(messages).drop("Message")))
        .isEqualTo(
            table(
                """
                ip string | username string | timestamp string | request string | http int | bytes bigint
                105.1.1.1 | user | 17/Jan/2018:10:43:54 | GET /petstore/Cats/Treats | 200 | 314
                105.1.1.2 | o"neil, jr | null | | null | null
                """));
  }

  @Test
  void otherFieldsAndValuesThatDoNotFitAreRejectsOrNull(SparkSession spark) {
    Dataset<Row> rows =
        texts(spark, "t", "1,a", "1", "1,a,2", "x,a", "\"1,a", "1,\"a\"b", "1,a\"", "");
    ParseDelimited step = new ParseDelimited("t", "n int, s string");
    Dataset<Row> judged = step.apply(Traces.good(rows));
    assertThat(judged.columns()).containsExactly("t", "n", "s", Trace.ASIDE);
    assertThat(Traces.reasons(judged))
        .containsExactly(
            "parse-delimited: n: n does not fit int",
            "parse-delimited: t: 1 field where the schema has 2",
            "parse-delimited: t: 1 field where the schema has 2",
            "parse-delimited: t: 3 fields where the schema has 2",
            "parse-delimited: t: quote inside an unquoted value",
            "parse-delimited: t: quote is not closed",
            "parse-delimited: t: text after the closing quote");
    ParseDelimited nulls =
        new ParseDelimited("t", step.schema(), ",", "\"", "doubled", "", OnInvalid.NULL);
    assertThat(text(nulls.apply(rows).where("t like '_,a'").drop("t")))
        .isEqualTo(table("n int | s string\n1|a\nnull|a"));
    assertThat(nulls.apply(rows).where("s is null").count()).isEqualTo(6);
    assertThatThrownBy(() -> step.apply(rows).collect())
        .hasStackTraceContaining("parse-delimited: ");
  }

  @Test
  void otherDelimitersNullMarkersAndQuotes(SparkSession spark) {
    ParseDelimited tabs =
        new ParseDelimited(
            "t", "a string, b string, c date", "\\t", "none", "doubled", "\\N", OnInvalid.REJECT);
    assertThat(text(tabs.apply(texts(spark, "t", "\"x\t\\N\t2020-01-02", "\t\t\\N")).drop("t")))
        .isEqualTo(table("a string|b string|c date\n\"x|null|2020-01-02\n||null"));
    ParseDelimited escaped =
        new ParseDelimited("t", "a string, b decimal(4,1)", ";", "'", "\\", "", OnInvalid.REJECT);
    assertThat(text(escaped.apply(texts(spark, "t", "'it\\'s;\\\\ '''; 1.50")).drop("t")))
        .isEqualTo(table("a string|b decimal(4,1)\nit's;\\ '|1.5"));
  }

  @Test
  void nullsHostileNamesNoRowsAndRowsAside(SparkSession spark) {
    Dataset<Row> rows =
        texts(spark, "a.b `C", "1,x", null, "y")
            .withColumn("n", org.apache.spark.sql.functions.lit(7));
    ParseDelimited step = new ParseDelimited("A.b `c", "`d.e ``F` int, G string");
    Dataset<Row> judged = step.apply(Traces.aside(rows, "`a.b ``C` = 'y'"));
    assertThat(judged.columns()).containsExactly("a.b `C", "n", "d.e `F", "G", Trace.ASIDE);
    assertThat(Traces.reasons(judged)).containsExactly("earlier");
    assertThat(
            text(judged.where(Trace.ASIDE + " is null").drop(Trace.ASIDE).toDF("t", "n", "d", "g")))
        .isEqualTo(table("t string|n int|d int|g string\n1,x|7|1|x\nnull|7|null|null"));
    assertThat(step.apply(rows.where("false")).collectAsList()).isEmpty();
  }

  @Test
  void theTextIsSplitOnceForAllColumns(SparkSession spark) {
    Dataset<Row> split =
        new ParseDelimited("t", "a int, b int, c int", ",", "\"", "doubled", "", OnInvalid.NULL)
            .apply(spark.range(1).selectExpr("concat(id, ',2,3') as t"));
    assertThat(split.queryExecution().optimizedPlan().toString().split("DelimitedRecord", -1))
        .as(split.queryExecution().optimizedPlan().toString())
        .hasSize(2);
  }

  @Test
  void whatCannotBeMeantIsRefused(SparkSession spark) {
    assertThatThrownBy(() -> new ParseDelimited("t", "a"))
        .hasMessage("schema: 'a' is not a list such as a string, b int");
    assertThatThrownBy(() -> new ParseDelimited("t", "a array<int>"))
        .hasMessage("schema: a is array<int>, which no field can be");
    assertThatThrownBy(() -> new ParseDelimited("t", "a int, A int"))
        .hasMessage("schema names 'A' twice");
    assertThatThrownBy(() -> dialect("||", "\"", "doubled"))
        .hasMessage("delimiter must be one ASCII character, not '||'");
    assertThatThrownBy(() -> dialect(",", "é", "doubled"))
        .hasMessage("quote must be one ASCII character, not 'é'");
    assertThatThrownBy(() -> dialect(",", "\"", "\""))
        .hasMessage(
            "delimiter, quote and escape must be three different characters; for quotes that are doubled write escape = doubled");
    assertThatThrownBy(() -> new ParseDelimited("t", "T int").apply(texts(spark, "t", "1")))
        .hasMessage("parse-delimited: the input already has T; rename or drop it before this step");
  }

  private static ParseDelimited dialect(String delimiter, String quote, String escape) {
    return new ParseDelimited("t", "a int", delimiter, quote, escape, "", OnInvalid.REJECT);
  }

  @Test
  void theJavaSpellingIsTheDefaultOfTheFile() {
    assertThat(List.of(new ParseDelimited("t", "a int")))
        .containsExactly(dialect(",", "\"", "doubled"));
  }
}
