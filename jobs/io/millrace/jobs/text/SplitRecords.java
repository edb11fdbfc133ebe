package io.millrace.jobs.text;

import io.millrace.transforms.InvalidInputException;
import java.io.Closeable;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.unsafe.types.UTF8String;

/** One split, opened: its records, and the header of its file. */
final class SplitRecords implements Closeable {

  private final Split split;
  private final Records records;
  private final Header header;
  private final UTF8String path;

  private SplitRecords(Split split, Records records, Header header) {
    this.split = split;
    this.records = records;
    this.header = header;
    this.path = UTF8String.fromString(split.file().path());
  }

  /**
   * @param buffer an array to use again, or null
   */
  static SplitRecords open(Split split, TextScan scan, Configuration configuration, byte[] buffer) {
    Dialect dialect = scan.dialect();
    boolean named = scan.format() == TextFormat.DELIMITED && dialect.header();
    FileBytes in = FileBytes.open(split.file(), dialect, configuration);
    try {
      boolean later = split.from() > 0;
      JsonDocuments documents = scan.isDocuments() ? new JsonDocuments(dialect) : null;
      long to = in.isPlain() ? split.to() : later ? 0 : Long.MAX_VALUE;
      long expected = in.isPlain() ? split.to() - split.from() : Integer.MAX_VALUE;
      Records records =
          new Records(
              in, recordEnd(scan), documents, dialect.maxRecordBytes(), to, expected, buffer);
      Header header = null;
      if (!later) {
        records.fromStart();
        header = named ? header(split, scan, records) : null;
      } else if (in.isPlain()) {
        header = named ? headerOf(split, scan, configuration) : null;
        records.from(split.from());
      } else {
        records.nothing(); // packed, though its name does not say so: the first split has it all
      }
      return new SplitRecords(split, records, header);
    } catch (RuntimeException e) {
      in.close();
      throw e;
    }
  }

  private static Header headerOf(Split split, TextScan scan, Configuration configuration) {
    int most = scan.dialect().maxRecordBytes();
    try (FileBytes in = FileBytes.open(split.file(), scan.dialect(), configuration);
        Records records = new Records(in, recordEnd(scan), null, most, 0, 1 << 14, null)) {
      records.fromStart();
      return header(split, scan, records);
    }
  }

  /** The first record, or null if the file has none. */
  private static Header header(Split split, TextScan scan, Records records) {
    char comment = scan.dialect().comment();
    while (true) {
      Records.Step step = records.advanceAnywhere();
      if (step == Records.Step.END) {
        return null;
      }
      if (step == Records.Step.FILL) {
        records.fill();
        if (records.oversize() != null) {
          throw new InvalidInputException(
              "cannot read "
                  + split.file().path()
                  + ": its first record is too long for a header; set header = false or"
                  + " max-record-bytes");
        }
        continue;
      }
      boolean blank = records.start() == records.end();
      if (!blank && (comment == Dialect.NONE || records.bytes()[records.start()] != comment)) {
        List<String> columns = List.of(scan.schema().fieldNames());
        return new Header(split.file().path(), scan.dialect(), columns, records);
      }
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

  Header header() {
    return header;
  }

  UTF8String path() {
    return path;
  }

  @Override
  public void close() {
    records.close();
  }
}
