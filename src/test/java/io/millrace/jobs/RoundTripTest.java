package io.millrace.jobs;

import static io.millrace.support.Table.text;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.jobs.io.DistributionMode;
import io.millrace.jobs.io.Format;
import io.millrace.jobs.io.ReadFiles;
import io.millrace.jobs.io.WriteFiles;
import io.millrace.jobs.io.WriteMode;
import io.millrace.support.SparkExtension;
import io.millrace.transforms.ByteSize;
import io.millrace.transforms.Source;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What is written is what is read again, by us, by Spark and by DuckDB. */
@ExtendWith(SparkExtension.class)
class RoundTripTest {

  private record Given(String sql) implements Source {
    @Override
    public Dataset<Row> read(SparkSession spark) {
      return spark.sql(sql);
    }
  }

  private static final String PLAIN_TYPES =
      "i int, y tinyint, s smallint, l bigint, f float, d double, b boolean, n decimal(38,18), m decimal(9,2),"
          + " day date, t timestamp, u timestamp_ntz, x string";

  private static final String PLAIN =
      """
      select * from values
        (1, 127Y, 32767S, 9223372036854775807L, 1.5F, 1.7976931348623157E308D, true, 12345678901234567890.123456789012345678bd, 1234567.89bd, date'2018-01-06', timestamp'2018-01-06 06:51:54.123456Z', timestamp_ntz'2018-01-06 06:51:54.000001', 'plain'),
        (2, -128Y, -32768S, -9223372036854775808L, -0.0F, 4.9E-324D, false, cast(0.000000000000000001bd as decimal(38,18)), -0.01bd, date'0001-01-01', timestamp'1900-01-01 00:00:00Z', timestamp_ntz'1900-01-01 00:00:00', 'a,b"c'),
        (3, null, null, null, cast('NaN' as float), cast('-Infinity' as double), null, null, null, null, null, null, null),
        (4, 0Y, 0S, 0L, 0F, 0D, true, 0bd, 0bd, date'9999-12-31', timestamp'9999-12-31 23:59:59.999999Z', timestamp_ntz'1969-12-31 23:59:59.999999', ''),
        (5, 1Y, 1S, 1L, 1F, 1E10D, true, 1bd, 1bd, date'2000-02-29', timestamp'2000-02-29 12:00:00Z', timestamp_ntz'2000-02-29 12:00:00', '  blanks	and tabs  '),
        (6, 1Y, 1S, 1L, 1F, 0.1D, true, 1bd, 1bd, date'2000-02-29', timestamp'2000-02-29 12:00:00Z', timestamp_ntz'2000-02-29 12:00:00', 'two\\nlines\\r\\nand \\\\ back'),
        (7, 1Y, 1S, 1L, 1F, 0.1D, true, 1bd, 1bd, date'2000-02-29', timestamp'2000-02-29 12:00:00Z', timestamp_ntz'2000-02-29 12:00:00', '\\"'),
        (8, 1Y, 1S, 1L, 1F, 0.1D, true, 1bd, 1bd, date'2000-02-29', timestamp'2000-02-29 12:00:00Z', timestamp_ntz'2000-02-29 12:00:00', '#İı😀日本')
      as t(i, y, s, l, f, d, b, n, m, day, t, u, x)
      """;

  @TempDir private Path folder;

  private String write(SparkSession spark, String sql, Format format, Map<String, String> options) {
    spark.conf().set("spark.sql.parquet.datetimeRebaseModeInWrite", "CORRECTED");
    String out = folder.resolve("out").toString();
    new Pipeline(
            "test",
            new Given(sql),
            List.of(),
            new WriteFiles(
                out,
                format,
                List.of(),
                WriteMode.OVERWRITE,
                Optional.empty(),
                new ByteSize(1 << 20),
                DistributionMode.NONE,
                Optional.empty(),
                options))
        .run(spark);
    return out;
  }

  private Dataset<Row> read(
      SparkSession spark, Format format, String schema, Map<String, String> options) {
    return new ReadFiles(folder.resolve("out").toString(), format, schema, options).read(spark);
  }

  private static String plain() {
    return "select cast(i as int) i, y, s, l, f, d, b, cast(n as decimal(38,18)) n, cast(m as decimal(9,2)) m, day, t, u, x from ("
        + PLAIN
        + ")";
  }

  @Test
  void parquetKeepsEveryPlainType(SparkSession spark) {
    write(spark, plain(), Format.PARQUET, Map.of());
    assertThat(text(read(spark, Format.PARQUET, null, Map.of())))
        .isEqualTo(text(spark.sql(plain())));
  }

  @Test
  void parquetKeepsNestedAndBinaryColumns(SparkSession spark) {
    String sql =
        "select named_struct('a', 1, 'b', array('x', null)) as s, map('k', 1.5bd, 'z', null) as m,"
            + " array(named_struct('c', date'2018-01-06')) as l, cast(null as struct<a:int>) as n,"
            + " X'00FF0A' as bytes, cast(array() as array<int>) as e";
    write(spark, sql, Format.PARQUET, Map.of());
    assertThat(
            text(
                read(spark, Format.PARQUET, null, Map.of())
                    .withColumn("bytes", org.apache.spark.sql.functions.expr("hex(bytes)"))))
        .isEqualTo(
            text(
                spark
                    .sql(sql)
                    .withColumn("bytes", org.apache.spark.sql.functions.expr("hex(bytes)"))));
  }

  @Test
  void csvKeepsEveryPlainType(SparkSession spark) {
    // Null and an empty string must not be one; the second is written as "".
    write(spark, plain(), Format.CSV, Map.of("null-value", "\\N"));
    assertThat(
            text(
                read(
                    spark,
                    Format.CSV,
                    PLAIN_TYPES,
                    Map.of("header", "true", "multi-line", "true", "null-value", "\\N"))))
        .isEqualTo(text(spark.sql(plain())));
  }

  @Test
  void csvHasOtherCharactersOnRequest(SparkSession spark) {
    Map<String, String> options =
        Map.of("delimiter", "\\t", "quote", "'", "escape", "\\", "null-value", "-");
    String sql =
        "select * from values ('it''s', 'tab\tin', null), ('back\\\\slash', '', '\"') as t(a, `b\t'c`, c)";
    write(spark, sql, Format.CSV, options);
    Map<String, String> reading = new java.util.HashMap<>(options);
    reading.put("header", "true");
    assertThat(text(read(spark, Format.CSV, null, reading))).isEqualTo(text(spark.sql(sql)));
  }

  @Test
  void aNullAloneInItsRowSurvivesCsv(SparkSession spark) {
    String sql = "select * from values ('a'), (null), ('b') as t(x)";
    write(spark, sql, Format.CSV, Map.of());
    assertThat(text(read(spark, Format.CSV, "x string", Map.of("header", "true"))))
        .isEqualTo(text(spark.sql(sql)));
  }

  @Test
  void jsonKeepsEveryPlainTypeAndNestedColumns(SparkSession spark) {
    String sql =
        plain()
            .replace(", x from", ", x, named_struct('a', i, 'b', array('p', null)) as nested from");
    write(spark, sql, Format.JSON, Map.of());
    assertThat(
            text(
                read(
                    spark,
                    Format.JSON,
                    PLAIN_TYPES + ", nested struct<a:int,b:array<string>>",
                    Map.of())))
        .isEqualTo(text(spark.sql(sql)));
  }

  @Test
  void duckDbReadsTheSameParquet(SparkSession spark) throws Exception {
    String out = write(spark, plain(), Format.PARQUET, Map.of());
    String columns =
        "i, y, s, l, b, cast(n as double) as n, cast(m as varchar) as m, cast(day as varchar) as day,"
            + " cast(u as varchar) as u, x";
    List<String> found = new ArrayList<>();
    try (Connection duck = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = duck.createStatement();
        ResultSet row =
            statement.executeQuery(
                "select "
                    + columns
                    + ", epoch_us(t), d from read_parquet('"
                    + out
                    + "/*.parquet') order by i")) {
      while (row.next()) {
        List<String> cells = new ArrayList<>();
        for (int i = 1; i <= row.getMetaData().getColumnCount(); i++) {
          cells.add(String.valueOf(row.getObject(i)));
        }
        found.add(String.join("|", cells));
      }
    }
    List<String> expected =
        spark
            .sql(
                "select "
                    + columns.replace("varchar", "string")
                    + ", unix_micros(t), d from ("
                    + plain()
                    + ") order by i")
            .collectAsList()
            .stream()
            .map(row -> row.mkString("|"))
            .toList();
    assertThat(found).isEqualTo(expected);
  }
}
