package io.millrace.jobs.stage;

import java.io.IOException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.catalyst.InternalRow;

/** A file being written, record by record. */
abstract class RecordFile {

  private final Path path;
  private final String partition;
  private final Configuration hadoop;
  private long rows;

  RecordFile(Path path, String partition, Configuration hadoop) {
    this.path = path;
    this.partition = partition;
    this.hadoop = hadoop;
  }

  static RecordFile open(
      StageSpec.Encoding encoding, Path path, String partition, String schema, Configuration hadoop)
      throws IOException {
    return encoding.isParquet()
        ? new ParquetRecordFile(encoding, path, partition, schema, hadoop)
        : new TextRecordFile(encoding, path, partition, hadoop);
  }

  abstract void append(InternalRow row) throws IOException;

  /** Bytes so far, those still in memory included. */
  abstract long size();

  abstract void finish() throws IOException;

  final void write(InternalRow row) throws IOException {
    append(row);
    rows++;
  }

  final StagedFile close() throws IOException {
    finish();
    long bytes = path.getFileSystem(hadoop).getFileStatus(path).getLen();
    return new StagedFile(path.toString(), partition, path.getName(), rows, bytes);
  }
}
