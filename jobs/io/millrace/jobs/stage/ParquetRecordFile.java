package io.millrace.jobs.stage;

import java.io.IOException;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.column.ParquetProperties;
import org.apache.parquet.hadoop.ParquetOutputFormat;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.api.WriteSupport;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.hadoop.util.HadoopOutputFile;
import org.apache.parquet.io.OutputFile;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.execution.datasources.parquet.ParquetWriteSupport;

/** A Parquet file, its types and values as Spark itself writes them. */
final class ParquetRecordFile extends RecordFile {

  private final ParquetWriter<InternalRow> writer;

  ParquetRecordFile(StageSpec.Encoding encoding, Target target, String schema, Configuration hadoop)
      throws IOException {
    super(target, hadoop);
    Configuration settings = ParquetSettings.with(hadoop, encoding.settings());
    settings.set(ParquetWriteSupport.SPARK_ROW_SCHEMA(), schema);
    CompressionCodecName codec =
        CompressionCodecName.fromConf(settings.get(ParquetOutputFormat.COMPRESSION));
    this.writer =
        pages(new Builder(HadoopOutputFile.fromPath(target.path(), settings)), settings)
            .withConf(settings)
            .withCompressionCodec(codec)
            .withRowGroupSize(ParquetOutputFormat.getLongBlockSize(settings))
            .build();
  }

  /** What the settings say, of which the builder knows nothing by itself. */
  private static Builder pages(Builder builder, Configuration settings) {
    for (var entry : settings) {
      String[] key = entry.getKey().split("#", 2);
      if (key.length == 2) {
        column(builder, key[0], key[1], entry.getValue());
      }
    }
    return builder
        .withPageSize(ParquetOutputFormat.getPageSize(settings))
        .withPageRowCountLimit(
            settings.getInt(
                ParquetOutputFormat.PAGE_ROW_COUNT_LIMIT,
                ParquetProperties.DEFAULT_PAGE_ROW_COUNT_LIMIT))
        .withDictionaryPageSize(ParquetOutputFormat.getDictionaryPageSize(settings))
        .withDictionaryEncoding(ParquetOutputFormat.getEnableDictionary(settings))
        .withWriterVersion(ParquetOutputFormat.getWriterVersion(settings))
        .withBloomFilterEnabled(ParquetOutputFormat.getBloomFilterEnabled(settings))
        .withPageWriteChecksumEnabled(ParquetOutputFormat.getPageWriteChecksumEnabled(settings));
  }

  private static void column(Builder builder, String key, String column, String value) {
    switch (key) {
      case ParquetOutputFormat.ENABLE_DICTIONARY ->
          builder.withDictionaryEncoding(column, Boolean.parseBoolean(value));
      case ParquetOutputFormat.BLOOM_FILTER_ENABLED ->
          builder.withBloomFilterEnabled(column, Boolean.parseBoolean(value));
      case ParquetOutputFormat.BLOOM_FILTER_EXPECTED_NDV ->
          builder.withBloomFilterNDV(column, Long.parseLong(value));
      default -> {
        // Of another library.
      }
    }
  }

  @Override
  void append(InternalRow row) throws IOException {
    writer.write(row);
  }

  @Override
  long size() {
    return writer.getDataSize();
  }

  @Override
  void finish() throws IOException {
    writer.close();
  }

  private static final class Builder extends ParquetWriter.Builder<InternalRow, Builder> {

    Builder(OutputFile file) {
      super(file);
    }

    @Override
    protected Builder self() {
      return this;
    }

    @Override
    protected WriteSupport<InternalRow> getWriteSupport(Configuration settings) {
      return new ParquetWriteSupport();
    }
  }
}
