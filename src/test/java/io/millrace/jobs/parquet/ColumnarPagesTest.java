package io.millrace.jobs.parquet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;
import org.apache.parquet.internal.column.columnindex.ColumnIndex;
import org.apache.parquet.io.api.Binary;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.unsafe.types.UTF8String;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which pages, dictionaries, statistics and indexes a file gets, as parquet-java reads them. */
class ColumnarPagesTest {

  @TempDir private Path folder;

  private final Map<String, String> smallPages = Map.of("parquet.page.row.count.limit", "10");

  /** The first column of the first row group. */
  private record Found(List<BlockMetaData> blocks, ColumnChunkMetaData column, ColumnIndex index) {

    Object least() {
      return column.getStatistics().genericGetMin();
    }

    Object greatest() {
      return column.getStatistics().genericGetMax();
    }

    /** Whether it has pages of ids, and whether it has plain ones. */
    List<Boolean> pages() {
      var pages = column.getEncodingStats();
      return List.of(pages.hasDictionaryEncodedPages(), pages.hasNonDictionaryEncodedPages());
    }
  }

  private Found write(
      String type, int rows, IntFunction<Object> values, Map<String, String> settings)
      throws IOException {
    List<Row> all = new ArrayList<>();
    for (int i = 0; i < rows; i++) {
      all.add(RowFactory.create(values.apply(i)));
    }
    ColumnarFiles files = new ColumnarFiles(folder);
    files.write(StructType.fromDDL("x " + type), all, settings);
    assertThat(ColumnarFiles.groups(files.ours())).hasSize(rows);
    try (ParquetFileReader reader = ColumnarFiles.open(files.ours())) {
      List<BlockMetaData> blocks = reader.getFooter().getBlocks();
      ColumnChunkMetaData column = blocks.isEmpty() ? null : blocks.get(0).getColumns().get(0);
      return new Found(blocks, column, column == null ? null : reader.readColumnIndex(column));
    }
  }

  private List<String> values() throws IOException {
    return ColumnarFiles.groups(new ColumnarFiles(folder).ours()).stream()
        .map(group -> group.strip().substring("x: ".length()))
        .toList();
  }

  @Test
  void fewValuesAreInADictionary() throws IOException {
    Found found = write("string", 100_000, i -> "value " + i % 100, Map.of());
    assertThat(found.pages()).containsExactly(true, false);
    assertThat(found.column().getTotalSize()).isLessThan(100_000);
  }

  /** So many that they are looked up a batch at a time; some come first within one batch twice. */
  @Test
  void manyValuesAreInADictionary() throws IOException {
    IntFunction<Object> value =
        i -> {
          int kind = (i < 30_000 ? i / 2 : i * 7) % 10_000;
          return "ü".repeat(kind % 3) + "x".repeat(kind % 23) + kind;
        };
    Found found = write("string", 60_000, value, Map.of("parquet.page.row.count.limit", "30000"));
    assertThat(found.pages()).containsExactly(true, false);
    assertThat(found.least()).isEqualTo(Binary.fromString("0"));
    assertThat(found.greatest()).isEqualTo(Binary.fromString("üü" + "x".repeat(22) + "9935"));
    List<String> values = values();
    for (int i = 0; i < 60_000; i++) {
      assertThat(values.get(i)).isEqualTo(value.apply(i));
    }
  }

  /** Bounds of a page are those of its own values, of which some came before in the dictionary. */
  @Test
  void eachPageOfALargeDictionaryHasItsBounds() throws IOException {
    IntFunction<Object> value =
        i -> {
          int kind = i % 1_000 + i / 10_000 * 500;
          return i % 7 == 0 ? null : i == 3 ? "a" : i == 29_999 ? "z" : "text " + (10_000 + kind);
        };
    Found found = write("string", 30_000, value, Map.of("parquet.page.row.count.limit", "10000"));
    assertThat(found.pages()).containsExactly(true, false);
    assertThat(texts(found.index().getMinValues()))
        .containsExactly("a", "text 10500", "text 11000");
    assertThat(texts(found.index().getMaxValues()))
        .containsExactly("text 10999", "text 11499", "z");
  }

  private static List<String> texts(List<ByteBuffer> bounds) {
    return bounds.stream().map(bound -> StandardCharsets.UTF_8.decode(bound).toString()).toList();
  }

  @Test
  void nearlyUniqueValuesAreInNone() throws IOException {
    Found found = write("bigint", 50_000, i -> i * 7L, Map.of());
    assertThat(found.column().hasDictionaryPage()).isFalse();
    assertThat(found.pages()).containsExactly(false, true);
  }

  @Test
  void aDictionaryThatGrewTooLargeTakesNoMore() throws IOException {
    Map<String, String> settings =
        Map.of("parquet.dictionary.page.size", "2000", "parquet.page.row.count.limit", "1000");
    Found found = write("string", 9_000, i -> "v" + (i < 5_000 ? i % 50 : i), settings);
    assertThat(found.pages()).containsExactly(true, true);
    List<String> values = values();
    for (int i = 0; i < 9_000; i++) {
      assertThat(values.get(i)).isEqualTo("v" + (i < 5_000 ? i % 50 : i));
    }
  }

  @Test
  void noRowsMakeAFileThatTellsTheColumns() throws IOException {
    assertThat(write("array<int>", 0, i -> null, Map.of()).blocks()).isEmpty();
    try (ParquetFileReader reader = ColumnarFiles.open(new ColumnarFiles(folder).ours())) {
      assertThat(reader.getFileMetaData().getSchema().getColumns()).hasSize(1);
    }
  }

  @Test
  void rowGroupsAreWrittenWhenTheyHoldEnough() throws IOException {
    Found found = write("string", 20_000, i -> "text " + i, Map.of("parquet.block.size", "100000"));
    assertThat(found.blocks()).hasSizeBetween(2, 20);
    assertThat(found.blocks().stream().mapToLong(BlockMetaData::getRowCount).sum())
        .isEqualTo(20_000);
    assertThat(values()).startsWith("text 0").endsWith("text 19999");
  }

  @Test
  void aValueMayBeLargerThanAPage() throws IOException {
    String large = "x".repeat(3_000_000);
    write("string", 300, i -> i == 150 ? large : "small", Map.of());
    assertThat(values().get(150)).isEqualTo(large);
    assertThat(values()).filteredOn("small"::equals).hasSize(299);
  }

  @Test
  void pagesOfNullsAreToldApart() throws IOException {
    Found found = write("int", 40, i -> i / 10 % 2 == 0 ? null : i, smallPages);
    assertThat(found.index().getNullPages()).containsExactly(true, false, true, false);
    assertThat(found.index().getNullCounts()).containsExactly(10L, 0L, 10L, 0L);
    assertThat(found.column().getStatistics().getNumNulls()).isEqualTo(20);
    assertThat(found.least()).isEqualTo(10);
    assertThat(found.greatest()).isEqualTo(39);
  }

  /** A bound in the index may be shorter than the value, but not beyond it. */
  @Test
  void longBoundsAreShortenedOnlyWhereThatIsTrue() throws IOException {
    byte[] greatest = new byte[70];
    Arrays.fill(greatest, (byte) 0xff);
    String prefix = "p".repeat(70);
    Found found = write("binary", 10, i -> i == 5 ? greatest : new byte[] {(byte) i}, Map.of());
    assertThat(compare(found.index().getMaxValues().get(0), greatest)).isNotNegative();
    found = write("string", 20, i -> prefix + (char) ('a' + i), Map.of());
    assertThat(found.index().getMinValues().get(0).remaining()).isLessThan(70);
    assertThat(
            compare(
                found.index().getMinValues().get(0),
                (prefix + "a").getBytes(StandardCharsets.UTF_8)))
        .isNegative();
    assertThat(
            compare(
                found.index().getMaxValues().get(0),
                (prefix + "t").getBytes(StandardCharsets.UTF_8)))
        .isPositive();
  }

  private static int compare(ByteBuffer bound, byte[] value) {
    byte[] bytes = new byte[bound.remaining()];
    bound.duplicate().get(bytes);
    return Arrays.compareUnsigned(bytes, value);
  }

  @Test
  void aNanLeavesNoBound() throws IOException {
    Found found = write("double", 30, i -> i == 17 ? Double.NaN : i, smallPages);
    assertThat(found.index()).isNull();
    assertThat(found.column().getStatistics().hasNonNullValue()).isFalse();
    found = write("float", 30, i -> i == 0 ? Float.NaN : (float) i, Map.of());
    assertThat(found.index()).isNull();
    assertThat(found.column().getStatistics().hasNonNullValue()).isFalse();
  }

  @Test
  void zeroIsABoundOfEitherSign() throws IOException {
    Found found = write("double", 10, i -> i % 2 == 0 ? 0.0 : -3.0, Map.of());
    assertThat(found.greatest()).isEqualTo(0.0);
    found = write("double", 10, i -> -0.0, Map.of());
    assertThat(found.least()).isEqualTo(-0.0);
    assertThat(found.greatest()).isEqualTo(0.0);
  }

  @Test
  void decimalsCompareByTheirSign() throws IOException {
    for (String type : List.of("decimal(7,2)", "decimal(17,2)", "decimal(30,2)")) {
      Found found =
          write(type, 21, i -> java.math.BigDecimal.valueOf((i - 10) * 100L, 2), Map.of());
      assertThat(found.column().getStatistics().minAsString()).as(type).isEqualTo("-10.00");
      assertThat(found.column().getStatistics().maxAsString()).as(type).isEqualTo("10.00");
    }
  }

  @Test
  void aNullThatTheSchemaRulesOutIsRefused() {
    assertThatThrownBy(() -> write("int not null", 3, i -> i == 1 ? null : i, Map.of()))
        .hasMessageContaining("column x is null in a row although its schema says");
  }

  @Test
  void theSizeIsToldBeforeTheFileIsClosed() throws IOException {
    StructType schema = StructType.fromDDL("x string, y bigint");
    org.apache.hadoop.fs.Path path = new org.apache.hadoop.fs.Path(folder.resolve("s").toUri());
    try (ColumnarFormat format = new ColumnarFormat(schema, ColumnarFiles.settings(Map.of()))) {
      ColumnarFile file = format.open(path);
      assertThat(file.held()).as("of a file without rows").isLessThan(64 << 10);
      for (int i = 0; i < 300_000; i++) {
        file.append(new GenericInternalRow(new Object[] {UTF8String.fromString("t" + i), i * 3L}));
      }
      long told = file.size();
      assertThat(file.held()).isGreaterThan(told / 2);
      file.close();
      assertThat((double) told / Files.size(folder.resolve("s"))).isBetween(0.8, 1.6);
    }
  }

  @Test
  void aFileThatIsNotWantedIsLeft() throws IOException {
    StructType schema = StructType.fromDDL("x int");
    Path path = folder.resolve("left");
    try (ColumnarFormat format = new ColumnarFormat(schema, ColumnarFiles.settings(Map.of()))) {
      ColumnarFile file = format.open(new org.apache.hadoop.fs.Path(path.toUri()));
      file.append(new GenericInternalRow(Collections.nCopies(1, 1).toArray()));
      file.abandon();
      file.abandon();
    }
    assertThat(Files.size(path)).isLessThan(10);
  }
}
