package io.millrace.jobs.text;

import java.io.Closeable;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.unsafe.types.UTF8String;

/** One split, opened: its records, and what the first one of its file tells. */
final class SplitRecords implements Closeable {

  private final Split split;
  private final Records records;
  private final FirstRecord first;
  private final UTF8String path;

  private SplitRecords(Split split, Records records, FirstRecord first) {
    this.split = split;
    this.records = records;
    this.first = first;
    this.path = UTF8String.fromString(split.file().path());
  }

  /**
   * @param buffer an array to use again, or null
   */
  static SplitRecords open(Split split, TextScan scan, Configuration configuration, byte[] buffer) {
    FileBytes in = FileBytes.open(split.file(), scan.dialect(), configuration);
    try {
      Records records = records(split, scan, in, buffer);
      FirstRecord first = null;
      if (split.from() == 0) {
        records.fromStart();
        if (FirstRecord.isAsked(scan)) {
          first = FirstRecord.of(split.file().path(), scan, records);
          if (mayBeData(first, scan) && !records.backToStart()) {
            in.close();
            in = FileBytes.open(split.file(), scan.dialect(), configuration);
            records = records(split, scan, in, buffer);
            records.fromStart();
          }
        }
      } else if (in.isPlain()) {
        first = FirstRecord.isAsked(scan) ? firstOf(split, scan, configuration) : null;
        records.from(split.from());
      } else {
        records.nothing(); // packed, though its name does not say so: the first split has it all
      }
      return new SplitRecords(split, records, first);
    } catch (RuntimeException e) {
      in.close();
      throw e;
    }
  }

  private static Records records(Split split, TextScan scan, FileBytes in, byte[] buffer) {
    boolean later = split.from() > 0;
    JsonDocuments documents = scan.isDocuments() ? new JsonDocuments(scan.dialect()) : null;
    long to = in.isPlain() ? split.to() : later ? 0 : Long.MAX_VALUE;
    long expected = in.isPlain() ? split.to() - split.from() : Integer.MAX_VALUE;
    int most = scan.dialect().maxRecordBytes();
    return new Records(in, recordEnd(scan), documents, most, to, expected, buffer);
  }

  private static boolean mayBeData(FirstRecord first, TextScan scan) {
    boolean isHeader = first != null && first.header() != null;
    return !isHeader && scan.dialect().header() != Dialect.HeaderLine.TRUE;
  }

  private static FirstRecord firstOf(Split split, TextScan scan, Configuration configuration) {
    int most = scan.dialect().maxRecordBytes();
    try (FileBytes in = FileBytes.open(split.file(), scan.dialect(), configuration);
        Records records = new Records(in, recordEnd(scan), null, most, 0, 1 << 14, null)) {
      records.fromStart();
      return FirstRecord.of(split.file().path(), scan, records);
    }
  }

  private static RecordEnd recordEnd(TextScan scan) {
    Dialect dialect = scan.dialect();
    boolean quoted = dialect.multiLine() && dialect.quote() != Dialect.NONE;
    return scan.format() == TextFormat.DELIMITED && quoted
        ? new QuotedRecordEnd(dialect)
        : RecordEnd.line();
  }

  Split split() {
    return split;
  }

  Records records() {
    return records;
  }

  /** What the first record of the file tells; null if there is none, or nobody asked. */
  FirstRecord first() {
    return first;
  }

  /** The header of the file, or null. */
  Header header() {
    return first == null ? null : first.header();
  }

  UTF8String path() {
    return path;
  }

  @Override
  public void close() {
    records.close();
  }
}
