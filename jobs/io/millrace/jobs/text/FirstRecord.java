package io.millrace.jobs.text;

import io.millrace.transforms.InvalidInputException;
import java.util.List;

/**
 * What the first record of a file tells of all its records.
 *
 * @param header its names, or null if it is data
 * @param width how many fields it has; that of a header is the header's own
 */
record FirstRecord(Header header, int width) {

  /** Whether the scan depends on the first record of each file. */
  static boolean isAsked(TextScan scan) {
    Dialect dialect = scan.dialect();
    return scan.format() == TextFormat.DELIMITED
        && (dialect.header() != Dialect.HeaderLine.FALSE || !dialect.optionalColumns().isEmpty());
  }

  /**
   * Reads on to the first record that is whole, or to the first of all if that must be a header;
   * null if there is none.
   */
  static FirstRecord of(String file, TextScan scan, Records records) {
    Dialect dialect = scan.dialect();
    boolean mustBeHeader = dialect.header() == Dialect.HeaderLine.TRUE;
    boolean mayBeHeader = dialect.header() == Dialect.HeaderLine.DETECT;
    List<String> columns = List.of(scan.schema().fieldNames());
    while (next(file, mustBeHeader, records)) {
      if (records.oversize() == null && isSkipped(records, dialect)) {
        continue;
      }
      if (mustBeHeader) {
        return new FirstRecord(new Header(file, dialect, columns, records), 0);
      }
      int width = records.oversize() == null ? width(dialect, records) : 0;
      if (width > 0) {
        Header header = mayBeHeader ? new Header(file, dialect, columns, records) : null;
        boolean named = header != null && header.isOfColumns();
        return named ? new FirstRecord(header, width) : new FirstRecord(null, width);
      }
      mayBeHeader = false;
    }
    return null;
  }

  /** Goes to the next record, which may be one that is too long. */
  private static boolean next(String file, boolean mustBeHeader, Records records) {
    while (true) {
      Records.Step step = records.advanceAnywhere();
      if (step != Records.Step.FILL) {
        return step != Records.Step.END;
      }
      records.fill();
      if (records.oversize() != null) {
        if (mustBeHeader) {
          throw new InvalidInputException(
              "cannot read "
                  + file
                  + ": its first record is too long for a header; set header = false or"
                  + " max-record-bytes");
        }
        return true;
      }
    }
  }

  private static boolean isSkipped(Records records, Dialect dialect) {
    boolean blank = records.start() == records.end();
    boolean comment =
        !blank
            && dialect.comment() != Dialect.NONE
            && records.bytes()[records.start()] == dialect.comment();
    return blank || comment;
  }

  /** The number of fields, or 0 if the record cannot be parted into them. */
  private static int width(Dialect dialect, Records records) {
    if (!Utf8.isValid(records.bytes(), records.start(), records.end())) {
      return 0;
    }
    FieldSplitter fields = new FieldSplitter(dialect, 0);
    int count = fields.split(records.bytes(), records.start(), records.end());
    return fields.problem() == null ? count : 0;
  }
}
