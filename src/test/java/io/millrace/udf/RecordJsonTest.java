package io.millrace.udf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.support.SparkExtension;
import java.util.regex.Pattern;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.execution.ExplainMode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Held against Spark's {@code to_json}. */
@ExtendWith(SparkExtension.class)
class RecordJsonTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1 as a, 2L as b, cast(3 as tinyint) as c, true as d",
        "'text, \"quoted\" \\n \u00f6\u0130' as a, '' as b, cast(null as string) as c",
        "1.5D as a, double('NaN') as b, double('-Infinity') as c, float(0.1) as d",
        "1.10 as a, cast(123456789012345678901234567890 as decimal(38, 2)) as b",
        "date'0001-01-01' as a, timestamp'2026-11-23 00:00:00.000001' as b, timestamp_ntz'9999-12-31 23:59:59' as c",
        "x'00ff' as a, interval '3' day as b, interval '2' year as c",
        "array(1, null, 3) as a, map('k', array('v')) as b, array() as c",
        "named_struct('x', named_struct('y', 1, 'z', null)) as a, array(named_struct('q', 1.5)) as b",
        "cast(null as struct<x: int>) as a, cast(null as array<int>) as b",
      })
  void isWhatToJsonWrites(String columns, SparkSession spark) {
    Functions.register(spark);
    for (String zone : new String[] {"UTC", "Asia/Tokyo"}) {
      spark.conf().set("spark.sql.session.timeZone", zone);
      // Made by a task, not folded.
      Dataset<Row> rows =
          spark.sql("select struct(*) as r from (select " + columns + ", id from range(2))");
      for (Row row : rows.selectExpr("millrace.record_json(r)", "to_json(r)").collectAsList()) {
        assertThat(row.getString(0)).isEqualTo(row.getString(1));
      }
    }
  }

  /** Where generated code does not compile Spark goes on without, unless told. */
  @ParameterizedTest
  @ValueSource(strings = {"CODEGEN_ONLY", "NO_CODEGEN"})
  void isCalledFromGeneratedCodeAndWithout(String mode, SparkSession spark) {
    Functions.register(spark);
    spark.conf().set("spark.sql.codegen.factoryMode", mode);
    spark.conf().set("spark.sql.codegen.fallback", "false");
    spark.conf().set("spark.sql.codegen.wholeStage", mode.equals("CODEGEN_ONLY"));
    Dataset<Row> rows = spark.range(2).selectExpr("millrace.record_json(struct(id, id + 1 as n))");
    assertThat(rows.collectAsList().toString())
        .isEqualTo("[[{\"id\":0,\"n\":1}], [{\"id\":1,\"n\":2}]]");
  }

  @Test
  void ofNoRecordIsNull(SparkSession spark) {
    Functions.register(spark);
    Dataset<Row> none =
        spark
            .range(1)
            .selectExpr("if(id = 1, named_struct('a', 1), null) as r")
            .selectExpr("millrace.record_json(r)");
    assertThat(none.head().isNullAt(0)).isTrue();
  }

  @Test
  void whatStandsBesideItIsCompiledAsAWhole(SparkSession spark) {
    Functions.register(spark);
    String codegen =
        spark
            .range(3)
            .selectExpr("id + 1 as n", "millrace.record_json(struct(id)) as j")
            .queryExecution()
            .explainString(ExplainMode.fromString("codegen"));
    assertThat(codegen).containsPattern(Pattern.compile("\\*\\(1\\) Project \\["));
  }

  @Test
  void takesARecordOnly(SparkSession spark) {
    Functions.register(spark);
    assertThatThrownBy(() -> spark.sql("select millrace.record_json(1)"))
        .hasMessageContaining("record_json takes (record struct), not (int)");
  }
}
