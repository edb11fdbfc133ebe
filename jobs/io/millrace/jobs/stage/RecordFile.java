package io.millrace.jobs.stage;

import java.io.IOException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.catalyst.InternalRow;

/** A file being written, record by record. */
abstract class RecordFile {

  private final Target target;
  private final Configuration hadoop;
  private long rows;
  private long used;

  /**
   * What is written.
   *
   * @param path where its bytes go
   */
  record Target(StagePlace place, String partition, String name, Path path) {

    static Target of(StagePlace place, String partition, String name) {
      return new Target(place, partition, name, place.write(partition, name));
    }
  }

  RecordFile(Target target, Configuration hadoop) {
    this.target = target;
    this.hadoop = hadoop;
  }

  abstract void append(InternalRow row) throws IOException;

  /** Bytes so far, those still in memory included. */
  abstract long size() throws IOException;

  /** Bytes in memory. */
  long held() throws IOException {
    return size();
  }

  abstract void finish() throws IOException;

  /** Lets go of what it holds; the file is not wanted. */
  void abandon() throws IOException {
    finish();
  }

  /** Remembers that the task's row of this number is for it. */
  final void use(long row) {
    used = row;
  }

  /** The number of the row for which it was last looked for. */
  final long used() {
    return used;
  }

  final void write(InternalRow row) throws IOException {
    append(row);
    rows++;
  }

  final StagedFile close() throws IOException {
    boolean whole = false;
    try {
      finish();
      StagedFile staged =
          target.place().staged(target.path(), target.partition(), target.name(), rows, hadoop);
      whole = true;
      return staged;
    } finally {
      if (!whole) {
        target.place().discard(target.path(), hadoop);
      }
    }
  }

  /** After a failure: it only has to let go of what it holds. */
  final void discard() {
    try {
      try {
        abandon();
      } finally {
        target.place().discard(target.path(), hadoop);
      }
    } catch (IOException | RuntimeException e) {
      return; // The attempt has failed already, and its files are thrown away.
    }
  }
}
