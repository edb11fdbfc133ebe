package io.millrace.jobs.parquet;

import static io.millrace.jobs.parquet.ColumnarFiles.groups;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.support.SparkExtension;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.LongStream;
import org.apache.parquet.filter2.compat.FilterCompat;
import org.apache.parquet.filter2.predicate.FilterApi;
import org.apache.parquet.filter2.predicate.FilterPredicate;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.io.api.Binary;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Random rows of random columns, written by us and by Spark, as four readers see them. */
@ExtendWith(SparkExtension.class)
class ColumnarFileTest {

  private static final String JSON =
      "to_json(struct(*), map('ignoreNullFields', 'false', 'timestampFormat', \"yyyy-MM-dd'T'HH:mm:ss.SSSSSSXXX\"))";

  @TempDir private Path folder;

  /** Pages of a few rows, small row groups, dictionaries that overflow, every codec. */
  private static Map<String, String> settings(Random random) {
    List<String> codecs = List.of("SNAPPY", "ZSTD", "GZIP", "UNCOMPRESSED");
    return Map.of(
        "parquet.compression", codecs.get(random.nextInt(4)),
        "parquet.page.row.count.limit", String.valueOf(1 + random.nextInt(200)),
        "parquet.page.size", String.valueOf(64 << random.nextInt(8)),
        "parquet.dictionary.page.size", String.valueOf(16 << random.nextInt(10)),
        "parquet.block.size", String.valueOf(1 << (16 + random.nextInt(4))),
        "parquet.enable.dictionary", String.valueOf(random.nextInt(4) > 0),
        "parquet.enable.dictionary#c9", "false");
  }

  /** More with -Dparquet.seeds=20. */
  static LongStream seeds() {
    return LongStream.rangeClosed(1, Integer.getInteger("parquet.seeds", 2));
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void everyReaderSeesWhatSparksWriterWrites(long seed, SparkSession spark) throws Exception {
    // No two seeds have a schema in common, so compiled code would be used once.
    spark.conf().set("spark.sql.codegen.wholeStage", "false");
    spark.conf().set("spark.sql.codegen.factoryMode", "NO_CODEGEN");
    Random random = new Random(seed);
    RandomRows generator = new RandomRows(seed);
    StructType schema = generator.schema();
    List<Row> rows = generator.rows(schema, random.nextInt(1500));
    Map<String, String> settings = settings(random);
    String told = "seed " + seed + ", " + settings + ", " + schema.simpleString();
    ColumnarFiles files = new ColumnarFiles(folder);
    files.write(schema, rows, settings);
    Dataset<Row> given = spark.createDataFrame(rows, schema);
    Path sparks = files.sparks(given);

    assertThat(groups(files.ours())).as(told).isEqualTo(groups(sparks));
    List<String> expected = json(given);
    for (String vectorized : List.of("true", "false")) {
      spark.conf().set("spark.sql.parquet.enableVectorizedReader", vectorized);
      spark.conf().set("spark.sql.parquet.enableNestedColumnVectorizedReader", vectorized);
      assertThat(json(spark.read().parquet(files.ours().toString()))).as(told).isEqualTo(expected);
    }
    assertThat(duck(files.ours())).as(told).isEqualTo(duck(sparks));
    sameFooter(files.ours(), sparks, told);
  }

  private static List<String> json(Dataset<Row> rows) {
    return rows.selectExpr(JSON).as(org.apache.spark.sql.Encoders.STRING()).collectAsList();
  }

  private static List<String> duck(Path file) throws SQLException {
    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = connection.createStatement();
        ResultSet result =
            statement.executeQuery("select t::varchar from read_parquet('" + file + "') t")) {
      List<String> found = new java.util.ArrayList<>();
      while (result.next()) {
        found.add(result.getString(1));
      }
      return found;
    }
  }

  /** Schema, metadata and the number of rows. */
  private static void sameFooter(Path ours, Path sparks, String told) throws IOException {
    try (ParquetFileReader our = ColumnarFiles.open(ours);
        ParquetFileReader spark = ColumnarFiles.open(sparks)) {
      var mine = our.getFooter().getFileMetaData();
      var theirs = spark.getFooter().getFileMetaData();
      assertThat(mine.getSchema()).as(told).isEqualTo(theirs.getSchema());
      assertThat(mine.getKeyValueMetaData()).as(told).isEqualTo(theirs.getKeyValueMetaData());
      assertThat(our.getRecordCount()).as(told).isEqualTo(spark.getRecordCount());
    }
  }

  /** What filters find must not depend on whether statistics may be used to read less. */
  @ParameterizedTest
  @MethodSource("seeds")
  void statisticsHideNoRow(long seed) throws Exception {
    Random random = new Random(seed);
    RandomRows generator = new RandomRows(seed);
    StructType schema = generator.schema();
    List<Row> rows = generator.rows(schema, 1 + random.nextInt(600));
    Map<String, String> settings = settings(random);
    ColumnarFiles files = new ColumnarFiles(folder);
    files.write(schema, rows, settings);
    int filtered = 0;
    for (int column = 0; column < 16; column++) {
      for (int time = 0; time < 2; time++) {
        Object value = rows.get(random.nextInt(rows.size())).get(column);
        FilterPredicate filter = filter("c" + column, schema, value, random.nextInt(6));
        if (filter != null) {
          filtered++;
          var compiled = FilterCompat.get(filter);
          assertThat(groups(files.ours(), compiled, true))
              .as("seed %s, %s, %s", seed, settings, filter)
              .isEqualTo(groups(files.ours(), compiled, false));
        }
      }
    }
    assertThat(filtered).isPositive();
  }

  private static FilterPredicate filter(String name, StructType schema, Object value, int kind) {
    return switch (schema.apply(name).dataType().typeName()) {
      case "integer" -> compare(FilterApi.intColumn(name), (Integer) value, kind);
      case "long" -> compare(FilterApi.longColumn(name), (Long) value, kind);
      case "float" -> compare(FilterApi.floatColumn(name), (Float) value, kind);
      case "double" -> compare(FilterApi.doubleColumn(name), (Double) value, kind);
      case "string" ->
          compare(
              FilterApi.binaryColumn(name),
              value == null ? null : Binary.fromString((String) value),
              kind);
      case "binary" ->
          compare(
              FilterApi.binaryColumn(name),
              value == null ? null : Binary.fromConstantByteArray((byte[]) value),
              kind);
      default -> null;
    };
  }

  private static <
          T extends Comparable<T>,
          C extends
              org.apache.parquet.filter2.predicate.Operators.Column<T>
                  & org.apache.parquet.filter2.predicate.Operators.SupportsLtGt>
      FilterPredicate compare(C column, T value, int kind) {
    if (value == null) {
      return kind == 0
          ? FilterApi.eq(column, null)
          : kind == 1 ? FilterApi.notEq(column, null) : null;
    }
    return switch (kind) {
      case 0 -> FilterApi.eq(column, value);
      case 1 -> FilterApi.notEq(column, value);
      case 2 -> FilterApi.lt(column, value);
      case 3 -> FilterApi.ltEq(column, value);
      case 4 -> FilterApi.gt(column, value);
      default -> FilterApi.gtEq(column, value);
    };
  }
}
