package io.millrace.jobs.text;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.length;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.support.SparkExtension;
import io.millrace.transforms.InvalidInputException;
import io.millrace.transforms.Trace;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The reader inside Spark queries. */
@ExtendWith(SparkExtension.class)
class TextRowsTest {

  @TempDir Path folder;

  private Reading reading(SparkSession spark, String text, String schema, long splitBytes) {
    TextFile file = Texts.write(folder.resolve("t.csv"), text);
    return TextRows.rows(spark, Texts.scan(file, schema, splitBytes, "header=true"));
  }

  private static String numbers(int rows) {
    return IntStream.range(0, rows)
        .mapToObj(i -> i + ",\"n \"\"" + i + "\"\"\"\n")
        .collect(Collectors.joining("", "id,name\n", ""));
  }

  @Test
  void rowsCarryTheirTrace(SparkSession spark) {
    try (Reading reading = reading(spark, "id,name\n1,a\nx,b\n", "id int, name string", 1 << 20)) {
      assertThat(reading.rows().schema().fieldNames())
          .containsExactly("id", "name", Trace.FILE, Trace.POSITION, Trace.RAW, Trace.ASIDE);
      assertThat(reading.rows().schema().apply(Trace.ASIDE).dataType()).isEqualTo(Trace.ASIDE_TYPE);
      String path = folder.resolve("t.csv").toString();
      assertThat(reading.rows().collectAsList())
          .extracting(Row::toString)
          .containsExactly(
              "[1,a," + path + ",8,1,a,null]",
              "[null,null,%s,12,x,b,[reject,read,not an int,id,%s,12,x,b]]".replace("%s", path));
      assertThat(reading.count().total()).isEqualTo(2);
    }
  }

  @Test
  void aggregatesReadOnlyWhatTheyNeed(SparkSession spark) {
    String text = numbers(20_000) + "x,y\n";
    try (Reading reading = reading(spark, text, "id int, name string", 30_000)) {
      Dataset<Row> rows = reading.rows();
      assertThat(rows.count()).isEqualTo(20_001);
      assertThat(reading.count().total()).isEqualTo(20_001);
      assertThat(rows.select(max(col("id"))).first().getInt(0)).isEqualTo(19_999);
      assertThat(rows.select(max(length(col("name")))).first().getInt(0)).isEqualTo(9);
      assertThat(rows.select("name").distinct().count()).as("with null").isEqualTo(20_001);
      assertThat(
              rows.where(col("_millrace_aside.reason").isNotNull()).select("name").first().get(0))
          .as("typed columns decide even when pruned")
          .isNull();
      assertThat(rows.select(Trace.RAW, Trace.POSITION).orderBy(Trace.POSITION).first())
          .extracting(Row::toString)
          .isEqualTo("[0,\"n \"\"0\"\"\",8]");
      Dataset<Row> joined = rows.as("a").join(rows.as("b"), "id").groupBy().sum("id");
      assertThat(joined.first().getLong(0)).isEqualTo(19_999L * 10_000);
      assertThat(reading.count().total()).as("whatever was asked").isEqualTo(20_001);
    }
  }

  @Test
  void sortingAndCachingCopyTheBuffer(SparkSession spark) {
    try (Reading reading = reading(spark, numbers(30_000), "id int, name string", 50_000)) {
      List<Row> sorted = reading.rows().orderBy(col("id").desc()).select("name").collectAsList();
      List<Row> cached =
          reading.rows().cache().orderBy(col("id").desc()).select("name").collectAsList();
      reading.rows().unpersist();
      assertThat(sorted).hasSize(30_000).isEqualTo(cached);
      assertThat(sorted.get(29_000).getString(0)).isEqualTo("n \"999\"");
    }
  }

  @Test
  void transformsOfTheTraceWork(SparkSession spark) {
    try (Reading reading = reading(spark, "id,name\n1,a\n2,b\nx,c\n", "id int, name string", 9)) {
      Dataset<Row> rows = Trace.filter(reading.rows(), col("id").gt(lit(1)), "only-big");
      assertThat(rows.select("_millrace_aside.kind").collectAsList())
          .extracting(row -> row.get(0))
          .containsExactly("filter", null, "reject");
    }
  }

  @Test
  void explainShowsNoData(SparkSession spark) {
    try (Reading reading = reading(spark, "id,name\n1,a\n", "id int, name string", 1 << 20)) {
      String plan = reading.rows().select("name").queryExecution().executedPlan().toString();
      assertThat(plan).contains("millrace delimited: 1 files, from ").contains("columns name");
    }
  }

  @Test
  void closingForgetsTheScan(SparkSession spark) {
    int before = TextRows.open();
    Reading reading = reading(spark, "id,name\n1,a\n", "id int, name string", 1 << 20);
    assertThat(TextRows.open()).isEqualTo(before + 1);
    reading.close();
    assertThat(TextRows.open()).isEqualTo(before);
    assertThatThrownBy(() -> spark.read().format(TextSource.class.getName()).load())
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("make its rows with TextRows.rows");
  }

  @Test
  void aBadFileFailsTheJobByName(SparkSession spark) {
    try (Reading reading = reading(spark, "id;name\n1;a\n", "id int, name string", 1 << 20)) {
      assertThatThrownBy(() -> reading.rows().count())
          .hasStackTraceContaining(
              "t.csv: its header [id;name] is one column; is the delimiter ';'?");
    }
  }

  @Test
  void noFilesAreNoRows(SparkSession spark) {
    TextScan scan = Texts.scan(new TextFile("x", 0, 0), "a int", 1);
    TextScan none = new TextScan(scan.format(), List.of(), scan.schema(), scan.dialect(), 1);
    try (Reading reading = TextRows.rows(spark, none)) {
      assertThat(reading.rows().count()).isZero();
      assertThat(reading.count().total()).isZero();
    }
  }
}
