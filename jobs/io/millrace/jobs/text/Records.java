package io.millrace.jobs.text;

import java.io.Closeable;
import java.util.Arrays;

/**
 * The records of a part of a file, one after the other in a buffer that is filled again only when
 * asked, so slices of it stay good for a whole batch.
 */
final class Records implements Closeable {

  /** What {@link #advance} found. */
  enum Step {
    RECORD,
    OVERSIZE,
    FILL,
    END
  }

  private static final int BUFFER = 1 << 20;
  private static final int SPARE = 1 << 12;
  static final int RAW_LIMIT = 1 << 20;

  private final FileBytes in;
  private final RecordEnd ends;
  private final JsonDocuments documents;
  private final int maxRecordBytes;
  private final long to;

  private byte[] bytes;
  private int limit;
  private long base;
  private boolean eof;
  private boolean ascii = true;

  private int start;
  private int end;
  private int next;
  private int scanned;
  private int origin;
  private boolean first = true;
  private Oversize oversize;
  private byte[] head;

  /**
   * @param documents finds the records instead if they are not lines, or null
   * @param expected about as many bytes will be read
   * @param buffer an array to use again if it is large enough, or null
   * @param to records that begin here or later belong to somebody else, but for the file's first
   */
  Records(
      FileBytes in,
      RecordEnd ends,
      JsonDocuments documents,
      int maxRecordBytes,
      long to,
      long expected,
      byte[] buffer) {
    this.in = in;
    this.ends = ends;
    this.documents = documents;
    this.maxRecordBytes = maxRecordBytes;
    this.to = to;
    int size = (int) Math.min(BUFFER, SPARE + expected) + Words.PAD;
    this.bytes = buffer == null || buffer.length < size ? new byte[size] : buffer;
  }

  /** Starts at the file's first byte, without its byte order mark. */
  void fromStart() {
    fill();
    boolean marked = limit >= 3 && bytes[0] == -17 && bytes[1] == -69 && bytes[2] == -65;
    origin = marked ? 3 : 0;
    backToStart();
  }

  /** Goes back to where {@link #fromStart} began; false if that has left the buffer. */
  boolean backToStart() {
    if (base > 0) {
      return false;
    }
    next = origin;
    scanned = origin;
    first = true;
    ends.reset();
    return true;
  }

  /** Starts at the first record that begins at {@code from} or later. */
  void from(long from) {
    in.seek(from - 1);
    base = from - 1;
    first = false;
    RecordEnd line = RecordEnd.line();
    int at = -1;
    while (at < 0 && !eof) {
      next = limit;
      scanned = limit;
      fill();
      at = line.find(bytes, next, limit);
    }
    next = at < 0 ? limit : at + 1;
    scanned = next;
  }

  /** Has no records. */
  void nothing() {
    eof = true;
  }

  /** Goes to the next record of this part if the buffer holds it. */
  Step advance() {
    if (documents != null) {
      return advanceDocument();
    }
    return base + next >= to && !first ? Step.END : advanceAnywhere();
  }

  /** Goes to the next record of the file if the buffer holds it. */
  Step advanceAnywhere() {
    oversize = null;
    if (next == limit && eof) {
      return Step.END;
    }
    int feed = ends.find(bytes, scanned, limit);
    if (feed < 0 && !eof) {
      scanned = limit;
      return Step.FILL;
    }
    if (feed < 0 && next == limit) {
      return Step.END;
    }
    start = next;
    end = feed < 0 ? limit : feed;
    next = feed < 0 ? limit : feed + 1;
    if (feed > start && bytes[feed - 1] == '\r') {
      end--;
    }
    scanned = next;
    first = false;
    ends.reset();
    return Step.RECORD;
  }

  private Step advanceDocument() {
    oversize = null;
    int behind = documents.find(bytes, base, scanned, limit, eof);
    if (behind < 0) {
      scanned = limit;
      next = (int) (documents.needed(base + limit) - base);
      return eof ? Step.END : Step.FILL;
    }
    scanned = behind;
    next = behind;
    if (documents.found().isReleased()) {
      oversize = new Oversize(documents.found().start(), head, documents.found().problem());
      return Step.OVERSIZE;
    }
    start = (int) (documents.found().start() - base);
    end = (int) (documents.found().end() - base);
    return Step.RECORD;
  }

  /** Reads on; slices of the buffer given out before are void. */
  void fill() {
    if (documents != null && limit - next > documents.worth(maxRecordBytes) + 4) {
      head = head();
      documents.found().release();
      next = limit;
    }
    int kept = limit - next;
    if (documents == null && kept > maxRecordBytes && kept > RAW_LIMIT + 4) {
      skipOversize();
      return;
    }
    if (kept > bytes.length / 2) {
      long larger = Math.min(2L * bytes.length, Integer.MAX_VALUE - 16L);
      bytes = Arrays.copyOf(bytes, (int) larger);
    }
    System.arraycopy(bytes, next, bytes, 0, kept);
    base += next;
    scanned -= next;
    next = 0;
    int count = in.read(bytes, kept, bytes.length - Words.PAD - kept);
    limit = kept + count;
    eof = limit < bytes.length - Words.PAD;
    ascii = (kept == 0 || ascii) && Words.isAscii(bytes, kept, limit);
  }

  /** Remembers the head of a record without end, and reads past the rest of it. */
  private void skipOversize() {
    oversize = new Oversize(base + next, head(), null);
    int feed = -1;
    while (feed < 0 && !eof) {
      next = limit;
      scanned = limit;
      fill();
      feed = ends.find(bytes, scanned, limit);
    }
    next = feed < 0 ? limit : feed + 1;
    scanned = next;
    first = false;
    ends.reset();
  }

  private byte[] head() {
    return Arrays.copyOfRange(bytes, next, next + RAW_LIMIT + 4);
  }

  /** What is wrong with the record as a whole, or null. */
  String problem() {
    return documents == null ? null : documents.found().problem();
  }

  /** The record that had to be read past because of its length, or null. */
  Oversize oversize() {
    return oversize;
  }

  byte[] bytes() {
    return bytes;
  }

  int start() {
    return start;
  }

  /** Where the record ends, without its line end. */
  int end() {
    return end;
  }

  /** Where the record begins in the file. */
  long position() {
    return base + start;
  }

  /** Whether no byte in the buffer is beyond ASCII. */
  boolean isAscii() {
    return ascii;
  }

  @Override
  public void close() {
    in.close();
  }
}
