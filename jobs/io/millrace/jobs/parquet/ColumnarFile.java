package io.millrace.jobs.parquet;

import java.io.IOException;
import java.util.List;
import org.apache.parquet.hadoop.ParquetFileWriter;
import org.apache.parquet.io.OutputFile;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.UnsafeRow;

/** A Parquet file to which rows are added, and which is written column by column. */
public final class ColumnarFile {

  private final ColumnarFormat format;
  private final ClosedOnceFile file;
  private final ParquetFileWriter writer;
  private final List<Field> fields;
  private final RowBatch batch = new RowBatch();
  private long rows;
  private long columnsHeld;
  private long columnsSize;

  ColumnarFile(ColumnarFormat format, OutputFile file) throws IOException {
    this.format = format;
    this.file = new ClosedOnceFile(file);
    this.writer = format.writer(this.file);
    this.fields = format.fields();
    measure();
  }

  /** Adds a copy of the row. */
  public void append(InternalRow row) throws IOException {
    UnsafeRow binary = format.binary(row);
    if (!batch.add(binary)) {
      writeBatch();
      batch.add(binary);
    }
  }

  private void writeBatch() throws IOException {
    if (batch.rows() == 0) {
      return;
    }
    for (int i = 0; i < fields.size(); i++) {
      fields.get(i).rows(batch, format.shape(), i);
    }
    rows += batch.rows();
    batch.clear();
    measure();
    if (columnsHeld >= format.rowGroup()) {
      writeRowGroup();
    }
  }

  private void measure() {
    columnsHeld = 0;
    columnsSize = 0;
    for (Field field : fields) {
      for (Chunk column : field.columns()) {
        columnsHeld += column.held();
        columnsSize += column.size();
      }
    }
  }

  private void writeRowGroup() throws IOException {
    writer.startBlock(rows);
    for (Field field : fields) {
      for (Chunk column : field.columns()) {
        column.write(writer);
      }
    }
    writer.endBlock();
    rows = 0;
    measure();
  }

  /** Bytes that the file has, and about those that it will have of what is in memory still. */
  public long size() throws IOException {
    return writer.getPos() + columnsSize + batch.size();
  }

  /** Bytes of memory that it takes. */
  public long held() {
    return columnsHeld + batch.held();
  }

  /** Completes the file. */
  public void close() throws IOException {
    try {
      writeBatch();
      if (rows > 0) {
        writeRowGroup();
      }
      writer.end(format.metadata());
    } finally {
      file.close();
    }
  }

  /** Leaves the file as it is, which is of no use to anyone. */
  public void abandon() throws IOException {
    file.close();
  }
}
