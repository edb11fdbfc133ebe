package io.millrace.jobs.text;

import io.millrace.transforms.InvalidInputException;
import java.io.ByteArrayInputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.util.Locale;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.util.functional.FutureIO;

/** The bytes of one file, unpacked and in UTF-8; whatever goes wrong names file and byte. */
final class FileBytes implements Closeable {

  private final TextFile file;
  private FSDataInputStream raw;
  private InputStream in;
  private Compression compression;
  private boolean plain;
  private long position;

  private FileBytes(TextFile file) {
    this.file = file;
  }

  static FileBytes open(TextFile file, Dialect dialect, Configuration configuration) {
    FileBytes bytes = new FileBytes(file);
    try {
      bytes.start(dialect, configuration);
      return bytes;
    } catch (IOException | RuntimeException | LinkageError e) {
      bytes.close();
      throw bytes.failure(e);
    }
  }

  private void start(Dialect dialect, Configuration configuration) throws IOException {
    Path path = new Path(file.path());
    FileSystem files = path.getFileSystem(configuration);
    FileStatus now = files.getFileStatus(path);
    checkUnchanged(now);
    if (file.length() == 0) {
      in = InputStream.nullInputStream();
      plain = true;
      return;
    }
    // With what is known of it, an object store need not be asked again.
    raw = FutureIO.awaitFuture(files.openFile(now.getPath()).withFileStatus(now).build());
    byte[] first = new byte[Compression.MAGIC_BYTES];
    int length = raw.readNBytes(first, 0, first.length);
    if (length < Math.min(first.length, file.length())) {
      throw new EOFException("the storage gives only %s bytes".formatted(length));
    }
    // Going back in an object is another call for it.
    in = new SequenceInputStream(new ByteArrayInputStream(first, 0, length), raw);
    compression = Compression.of(first, length, file.path());
    plain = compression == null && dialect.isBytewise();
    in = compression == null ? in : compression.unpack(in, configuration);
    in = dialect.isBytewise() ? in : new Transcoded(in, dialect.charset());
  }

  private void checkUnchanged(FileStatus now) {
    if (now.isDirectory()) {
      throw new InvalidInputException(
          "cannot read " + file.path() + ": it is a directory; name the files in it");
    }
    boolean modified = !file.isOf(now.getModificationTime());
    if (now.getLen() != file.length() || modified) {
      throw new InvalidInputException(
          String.format(
              Locale.ROOT,
              "cannot read %s: it had %d bytes when the read was planned and has %d now%s; run"
                  + " again when nobody writes it",
              file.path(),
              file.length(),
              now.getLen(),
              modified ? ", written since" : ""));
    }
  }

  /** Whether the file can be read from any byte on. */
  boolean isPlain() {
    return plain;
  }

  void seek(long to) {
    if (to == position) {
      return;
    }
    try {
      raw.seek(to);
      in = raw;
      position = to;
    } catch (IOException e) {
      throw failure(e);
    }
  }

  /** Reads until {@code length} bytes are there or the file ends; gives the number read. */
  int read(byte[] target, int offset, int length) {
    int count = 0;
    try {
      while (count < length) {
        int step = in.read(target, offset + count, length - count);
        if (step < 0) {
          checkComplete();
          break;
        }
        count += step;
        position += step;
      }
      return count;
    } catch (IOException | RuntimeException | LinkageError e) {
      throw failure(e);
    }
  }

  private void checkComplete() {
    if (plain && position != file.length()) {
      throw new InvalidInputException(
          String.format(
              Locale.ROOT,
              "cannot read %s at byte %d: it had %d bytes when the read was planned, and changed"
                  + " while it was read; run again when nobody writes it",
              file.path(),
              position,
              file.length()));
    }
  }

  private InvalidInputException failure(Throwable e) {
    if (e instanceof InvalidInputException known) {
      return known;
    }
    String where = "cannot read " + file.path() + " at byte " + position + ": ";
    if (e instanceof FileNotFoundException) {
      return new InvalidInputException(
          where + "there is no such file, or no right to read it; plan the read again", e);
    }
    if (compression != null && ends(e)) {
      return new InvalidInputException(
          where
              + "the "
              + compression.label()
              + " stream ends early, the file is cut; bring it again from where it came",
          e);
    }
    String message = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    return new InvalidInputException(
        compression == null
            ? where + message + "; check the path, the rights and the storage"
            : where
                + "the "
                + compression.label()
                + " stream is damaged ("
                + message
                + "); bring the file again from where it came, or correct its name",
        e);
  }

  private static boolean ends(Throwable e) {
    String message = String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT);
    return e instanceof EOFException
        || message.contains("end of")
        || message.contains("truncated")
        || message.contains("eof");
  }

  @Override
  public void close() {
    try {
      if (in != null) {
        in.close();
      }
      if (raw != null) {
        raw.close();
      }
    } catch (IOException e) {
      throw new InvalidInputException("cannot close " + file.path() + ": " + e.getMessage(), e);
    }
  }
}
