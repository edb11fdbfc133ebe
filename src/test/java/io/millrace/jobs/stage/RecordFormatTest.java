package io.millrace.jobs.stage;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;
import org.apache.parquet.hadoop.util.HadoopInputFile;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.unsafe.types.UTF8String;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which writer a file gets, and that either heeds the settings of parquet-java. */
class RecordFormatTest {

  private static final StructType SCHEMA = StructType.fromDDL("x string, y string");

  @TempDir private Path folder;

  private RecordFile write(Map<String, String> more) throws IOException {
    Map<String, String> settings = new HashMap<>(ParquetSettings.PLAIN.settings());
    settings.putAll(more);
    var encoding = new StageSpec.Encoding(".parquet", null, null, settings);
    var place = new StagePlace(folder.toString(), folder.toString(), false);
    Configuration hadoop = new Configuration(false);
    try (RecordFormat format = new RecordFormat(encoding, SCHEMA, hadoop)) {
      RecordFile file = format.open(RecordFile.Target.of(place, "", "x.parquet"));
      UTF8String text = UTF8String.fromString("text");
      for (int i = 0; i < 1000; i++) {
        file.write(new GenericInternalRow(new Object[] {text, text}));
      }
      assertThat(file.close().rows()).isEqualTo(1000);
      return file;
    }
  }

  private ColumnChunkMetaData column(int column) throws IOException {
    var path = new org.apache.hadoop.fs.Path(folder.resolve("x.parquet").toUri());
    var file = HadoopInputFile.fromPath(path, new Configuration(false));
    try (ParquetFileReader reader = ParquetFileReader.open(file)) {
      assertThat(reader.getRecordCount()).isEqualTo(1000);
      return reader.getFooter().getBlocks().get(0).getColumns().get(column);
    }
  }

  @Test
  void plainColumnsAreWrittenColumnByColumn() throws IOException {
    assertThat(write(Map.of())).isInstanceOf(ColumnarRecordFile.class);
    assertThat(column(0).getEncodingStats().hasDictionaryEncodedPages()).isTrue();
  }

  @Test
  void theSwitchLeavesThemToSpark() throws IOException {
    assertThat(write(Map.of("spark.sql.millrace.parquet.columnar", "false")))
        .isInstanceOf(ParquetRecordFile.class);
    assertThat(column(0).getEncodingStats().hasDictionaryEncodedPages()).isTrue();
  }

  @Test
  void bloomFiltersAreLeftToSparkWhichWritesThem() throws IOException {
    Map<String, String> settings =
        Map.of("parquet.bloom.filter.enabled#y", "true", "parquet.enable.dictionary#y", "false");
    assertThat(write(settings)).isInstanceOf(ParquetRecordFile.class);
    assertThat(column(0).getBloomFilterOffset()).isNegative();
    assertThat(column(1).getBloomFilterOffset()).isPositive();
    assertThat(column(1).getEncodingStats().hasDictionaryEncodedPages()).isFalse();
  }
}
