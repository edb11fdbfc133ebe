package io.millrace.jobs.parquet;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.hadoop.ParquetFileWriter;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.api.WriteSupport;
import org.apache.parquet.hadoop.util.HadoopOutputFile;
import org.apache.parquet.io.OutputFile;
import org.apache.parquet.schema.MessageType;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.UnsafeProjection;
import org.apache.spark.sql.catalyst.expressions.UnsafeRow;
import org.apache.spark.sql.execution.datasources.parquet.ParquetWriteSupport;
import org.apache.spark.sql.types.StructType;

/**
 * How the Parquet files of one task are written: their schema and metadata, which are those of
 * Spark's own writer, and what the files share. No two threads may use it at a time.
 */
public final class ColumnarFormat implements AutoCloseable {

  private final StructType rows;
  private final MessageType schema;
  private final Map<String, String> metadata;
  private final Configuration hadoop;
  private final PageBuffers buffers;
  private final RowShape shape;
  private UnsafeProjection projection;

  /**
   * @param rows columns that are {@link Coverage covered}
   * @param hadoop settings of parquet-java and of Spark's writer
   */
  public ColumnarFormat(StructType rows, Configuration hadoop) {
    this.rows = rows;
    this.hadoop = new Configuration(hadoop);
    this.hadoop.set(ParquetWriteSupport.SPARK_ROW_SCHEMA(), rows.json());
    WriteSupport.WriteContext spark = new ParquetWriteSupport().init(this.hadoop);
    this.schema = spark.getSchema();
    this.metadata = new HashMap<>(spark.getExtraMetaData());
    this.buffers = new PageBuffers(WriteSettings.of(this.hadoop), this.hadoop);
    this.shape = new RowShape(rows.length());
  }

  /** Begins a file; there must be none. */
  public ColumnarFile open(Path path) throws IOException {
    return new ColumnarFile(this, HadoopOutputFile.fromPath(path, hadoop));
  }

  ParquetFileWriter writer(OutputFile file) throws IOException {
    WriteSettings settings = buffers.settings();
    ParquetFileWriter writer =
        new ParquetFileWriter(
            file,
            schema,
            ParquetFileWriter.Mode.CREATE,
            settings.rowGroup(),
            ParquetWriter.MAX_PADDING_SIZE_DEFAULT,
            settings.indexTruncate(),
            settings.statisticsTruncate(),
            settings.checksums());
    writer.start();
    return writer;
  }

  List<Field> fields() {
    return FieldTree.of(rows, schema, buffers);
  }

  RowShape shape() {
    return shape;
  }

  long rowGroup() {
    return buffers.settings().rowGroup();
  }

  Map<String, String> metadata() {
    return metadata;
  }

  /** The row in Spark's binary form, in which nearly all come. */
  UnsafeRow binary(InternalRow row) {
    if (row instanceof UnsafeRow binary) {
      return binary;
    }
    if (projection == null) {
      projection = UnsafeProjection.create(rows);
    }
    return projection.apply(row);
  }

  /** Lets go of codecs; no file may be open. */
  @Override
  public void close() {
    buffers.release();
  }
}
