package io.millrace.jobs.io;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.io.DelegatingSeekableInputStream;
import org.apache.parquet.io.InputFile;
import org.apache.parquet.io.SeekableInputStream;

/**
 * The end of a Parquet file, which holds its footer, in memory: so a disk or a network that fails
 * is never taken for a file that is damaged.
 */
final class ParquetTail implements InputFile {

  // The length of the footer and four letters, behind it.
  private static final int END = 8;

  private final String path;
  private final long length;
  private final byte[] bytes;

  private ParquetTail(String path, long length, byte[] bytes) {
    this.path = path;
    this.length = length;
    this.bytes = bytes;
  }

  static ParquetTail of(String file, Configuration hadoop) throws IOException {
    Path path = new Path(file);
    FileSystem system = path.getFileSystem(hadoop);
    long length = system.getFileStatus(path).getLen();
    if (length < END) {
      return new ParquetTail(file, length, new byte[0]);
    }
    try (FSDataInputStream in = system.open(path)) {
      ParquetTail end = new ParquetTail(file, length, last(END, in, length));
      return end.fault().isPresent()
          ? end
          : new ParquetTail(file, length, last(END + end.footerLength(), in, length));
    }
  }

  private static byte[] last(int count, FSDataInputStream in, long length) throws IOException {
    byte[] last = new byte[count];
    in.readFully(length - count, last);
    return last;
  }

  /** Why the file is no Parquet at all, if it is none. */
  Optional<String> fault() {
    if (length == 0) {
      return Optional.of("not a Parquet file: it is empty");
    }
    if (length < END || !(endsWith("PAR1") || isEncrypted())) {
      return Optional.of(
          "not a Parquet file: it does not end with PAR1, so it is cut or of another format");
    }
    // The file begins with four letters too.
    boolean fits = footerLength() > 0 && footerLength() <= length - END - 4;
    return fits
        ? Optional.empty()
        : Optional.of("not a Parquet file: its footer is longer than the file");
  }

  /** Whether only those who have a key can read the footer. */
  boolean isEncrypted() {
    return endsWith("PARE");
  }

  private boolean endsWith(String letters) {
    for (int i = 0; i < 4; i++) {
      if (bytes[bytes.length - 4 + i] != letters.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  private int footerLength() {
    int at = bytes.length - END;
    return (bytes[at] & 0xff)
        | (bytes[at + 1] & 0xff) << 8
        | (bytes[at + 2] & 0xff) << 16
        | bytes[at + 3] << 24;
  }

  @Override
  public long getLength() {
    return length;
  }

  @Override
  public SeekableInputStream newStream() {
    ByteArrayInputStream all = new ByteArrayInputStream(bytes);
    return new DelegatingSeekableInputStream(all) {
      @Override
      public long getPos() {
        return length - all.available();
      }

      @Override
      public void seek(long to) throws IOException {
        long at = to - (length - bytes.length);
        if (at < 0 || at > bytes.length) {
          throw new IOException("%s lies before the footer of %s".formatted(to, path));
        }
        all.reset();
        all.skipNBytes(at);
      }
    };
  }

  @Override
  public String toString() {
    return path;
  }
}
