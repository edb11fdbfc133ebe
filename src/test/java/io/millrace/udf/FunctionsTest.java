package io.millrace.udf;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.support.SparkExtension;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.execution.ExplainMode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SparkExtension.class)
class FunctionsTest {

  private static final ExplainMode CODEGEN = ExplainMode.fromString("codegen");

  @Test
  void splitsRequestsInAQuery(SparkSession spark) {
    Column parts = Functions.call(spark, "request_parts", col("value"));

    Dataset<Row> split =
        texts(spark, "GET /petstore/Cats/Treats", "\"PUT /a?x HTTP/1.1\"", "-")
            .select(parts.as("p"))
            .select("p.*");

    assertThat(split.schema().toDDL())
        .isEqualTo("requesttype STRING,topdomain STRING,toppage STRING,subpage STRING");
    assertThat(lines(split))
        .containsExactly(
            "[GET,petstore,Cats,Treats]", "[PUT,a,null,null]", "[null,null,null,null]");
  }

  @Test
  void splitsTimestampsInSql(SparkSession spark) {
    Functions.register(spark);
    texts(spark, "6/Jan/2018:06:51:54", "31/Feb/2018:06:51:54").createOrReplaceTempView("log");

    Dataset<Row> split =
        spark.sql(
            """
            select parts.*, iso, nothing from (
              select millrace.timestamp_parts(value, 'd/MMM/yyyy:HH:mm:ss') as parts,
                     millrace.Timestamp_Parts(value, 'd/MMM/yyyy:HH:mm:ss', 'yyyy-MM-dd').date as iso,
                     millrace.request_parts(null).toppage as nothing
              from log)""");

    assertThat(lines(split))
        .containsExactly(
            "[01/06/2018,06:51:54,2018,1,2018-01-06,null]", "[null,null,null,null,null,null]");
  }

  @Test
  void keepsItsSlicesAcrossAShuffle(SparkSession spark) {
    Column page = Functions.call(spark, "request_parts", col("value")).getField("toppage");

    Dataset<Row> counts =
        texts(spark, "GET /p/Cats", "GET /p/Dogs/x", "PUT /p/Cats/y", "GET /p")
            .groupBy(page.as("page"))
            .count()
            .orderBy("page");

    assertThat(lines(counts)).containsExactly("[null,1]", "[Cats,2]", "[Dogs,1]");
  }

  @Test
  void isCalledFromGeneratedCode(SparkSession spark) {
    Column request = Functions.call(spark, "request_parts", col("value"));
    Column time = Functions.call(spark, "timestamp_parts", col("value"), lit("d/MMM/yyyy"));

    Dataset<Row> split =
        spark
            .range(3)
            .select(col("id").cast("string").as("value"))
            .select(request.getField("toppage"), time.getField("year"));
    String code = generatedCode(split);

    assertThat(code)
        .contains("BufferedRowIterator", "io.millrace.udf.RequestParts.invoke(")
        .contains("io.millrace.udf.TimestampParts$Default.invoke(")
        .doesNotContain("ScalaUDF")
        .doesNotContain("applyfunctionexpression");
  }

  @Test
  void computesAStructOnceForAllItsFields(SparkSession spark) {
    Column parts = Functions.call(spark, "request_parts", col("value"));

    Dataset<Row> split =
        spark
            .range(3)
            .select(col("id").cast("string").as("value"))
            .select(parts.getField("toppage"), parts.getField("subpage"));
    String code = generatedCode(split);

    assertThat(code.split("RequestParts\\.invoke\\(", -1)).as("calls in the code").hasSize(2);
  }

  @Test
  void findsTheNetworkOfAnAddressOnceForAllItsValues(SparkSession spark) {
    Functions.register(spark);
    Dataset<Row> found =
        spark
            .range(2)
            .selectExpr("concat('10.1.2.', id) as value")
            .selectExpr(
                "value",
                """
                struct(
                  millrace.network_ranges(array('10.0.0.0/8', '10.1.0.0/16', value)) as ranges,
                  array(struct(1 as a, 'x' as b), struct(2 as a, 'y' as b), null) as values) as n
                """)
            .selectExpr(
                "value",
                "millrace.network_value('10.1.9.9', n) as hit",
                "millrace.network_position(value, n.ranges) as at",
                "millrace.network_value(value, n) as itself",
                "millrace.network_position('x', n.ranges) as malformed")
            .selectExpr("hit.a", "hit.b", "at", "itself", "malformed");

    assertThat(lines(found)).containsExactly("[2,y,2,null,-2]", "[2,y,2,null,-2]");
    assertThat(generatedCode(found).split("NetworkValue\\$Bound\\)", -1))
        .as("calls for hit and for itself")
        .hasSize(3);
    assertThatThrownBy(() -> spark.sql("select millrace.network_value('x', struct(1))"))
        .hasMessageContaining("network_value takes (address string, networks struct<");
    assertThatThrownBy(() -> spark.sql("select millrace.network_ranges('x')"))
        .hasMessageContaining("network_ranges takes (networks array<string>), not (string).");
  }

  @Test
  void findsTheObjectsOfATextInSql(SparkSession spark) {
    Functions.register(spark);
    Dataset<Row> objects =
        texts(
                spark,
                "{\"a\":\"}{\\\"\"}{} \n {\"b\":[{\"c\":[]}]}",
                " ",
                "{} x",
                "{}, {}",
                "{\"a\":{}",
                "{\"a",
                "[{}]",
                "{'a':'1'}")
            .selectExpr("to_json(millrace.json_objects(value)) as objects");
    assertThat(lines(objects))
        .containsExactlyInAnyOrder(
            "[[\"{\\\"a\\\":\\\"}{\\\\\\\"\\\"}\",\"{}\",\"{\\\"b\\\":[{\\\"c\\\":[]}]}\"]]",
            "[[]]",
            "[null]",
            "[null]",
            "[null]",
            "[null]",
            "[null]",
            "[[\"{'a':'1'}\"]]");
    Dataset<Row> unpacked =
        spark.sql(
            "select cast(millrace.gunzip(unbase64('H4sIAAAAAAACA8tIzcnJBwCGphA2BQAAAA==')) as string)");
    assertThatThrownBy(() -> spark.sql("select millrace.gunzip('x')"))
        .hasMessageContaining("gunzip takes (packed binary), not (string).");
    assertThat(lines(unpacked)).containsExactly("[hello]");
  }

  /** The Java of the only stage, without the plan, which names the functions too. */
  private static String generatedCode(Dataset<Row> rows) {
    String explained = rows.queryExecution().explainString(CODEGEN);
    return explained.substring(explained.indexOf("Generated code:"));
  }

  @Test
  void refusesOtherArguments(SparkSession spark) {
    Column call = Functions.call(spark, "request_parts", col("id"));
    Column incomplete = Functions.call(spark, "timestamp_parts", col("id").cast("string"));

    assertThatThrownBy(() -> spark.range(1).select(call))
        .hasMessageContaining("request_parts takes strings (request), not (bigint).");
    assertThatThrownBy(() -> spark.range(1).select(incomplete))
        .hasMessageContaining(
            "timestamp_parts takes strings (text, pattern, [date_pattern]), not (string).");
  }

  @Test
  void refusesANameThatIsTaken(SparkSession spark) {
    spark.conf().set("spark.sql.catalog.millrace", "com.acme.Catalog");

    assertThatThrownBy(() -> Functions.call(spark, "request_parts", col("id")))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(
            "The setting spark.sql.catalog.millrace is taken by com.acme.Catalog: Millrace needs it to be io.millrace.udf.Functions.");
  }

  @Test
  void saysThePatternThatIsWrong(SparkSession spark) {
    Column call = Functions.call(spark, "timestamp_parts", col("value"), lit("jj"));

    assertThatThrownBy(() -> texts(spark, "x").select(call).collectAsList())
        .hasStackTraceContaining("The timestamp pattern 'jj' is not one that java.time knows");
  }

  @Test
  void listsItsFunctions(SparkSession spark) {
    Functions.register(spark);

    assertThat(lines(spark.sql("show user functions in millrace")))
        .contains("[millrace.request_parts]", "[millrace.timestamp_parts]");
    assertThatThrownBy(() -> spark.sql("select millrace.nothing('x')"))
        .hasMessageContaining("nothing");
    assertThatThrownBy(() -> spark.sql("select millrace.other.request_parts('x')"))
        .hasMessageContaining("request_parts");
  }

  private static Dataset<Row> texts(SparkSession spark, String... texts) {
    return spark.createDataset(List.of(texts), Encoders.STRING()).toDF();
  }

  private static List<String> lines(Dataset<Row> rows) {
    return rows.collectAsList().stream().map(Row::toString).toList();
  }
}
