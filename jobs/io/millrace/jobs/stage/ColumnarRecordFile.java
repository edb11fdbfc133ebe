package io.millrace.jobs.stage;

import io.millrace.jobs.parquet.ColumnarFile;
import io.millrace.jobs.parquet.ColumnarFormat;
import java.io.IOException;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.catalyst.InternalRow;

/** A Parquet file that is written column by column. */
final class ColumnarRecordFile extends RecordFile {

  private final ColumnarFile file;

  ColumnarRecordFile(ColumnarFormat format, Target target, Configuration hadoop)
      throws IOException {
    super(target, hadoop);
    this.file = format.open(target.path());
  }

  @Override
  void append(InternalRow row) throws IOException {
    file.append(row);
  }

  @Override
  long size() throws IOException {
    return file.size();
  }

  @Override
  long held() {
    return file.held();
  }

  @Override
  void finish() throws IOException {
    file.close();
  }

  @Override
  void abandon() throws IOException {
    file.abandon();
  }
}
