package io.millrace.jobs.stage;

import java.io.IOException;
import org.apache.hadoop.conf.Configuration;
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
        new Builder(HadoopOutputFile.fromPath(target.path(), settings))
            .withConf(settings)
            .withCompressionCodec(codec)
            .withRowGroupSize(settings.getLong(ParquetOutputFormat.BLOCK_SIZE, 128L << 20))
            .build();
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
