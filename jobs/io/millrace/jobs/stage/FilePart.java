package io.millrace.jobs.stage;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/** A part of a local file, as often as it has to be sent: clients begin anew at their mark. */
final class FilePart extends InputStream {

  private final FileChannel file;
  private final long end;
  private long at;
  private long mark;

  /** Does not close {@code file}. */
  FilePart(FileChannel file, long begin, long bytes) {
    this.file = file;
    this.at = begin;
    this.mark = begin;
    this.end = begin + bytes;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] into, int offset, int length) throws IOException {
    if (at >= end) {
      return length == 0 ? 0 : -1;
    }
    int most = (int) Math.min(length, end - at);
    int got = file.read(ByteBuffer.wrap(into, offset, most), at);
    if (got < 0) {
      throw new IOException("the file has become shorter");
    }
    at += got;
    return got;
  }

  @Override
  public int available() {
    return (int) Math.min(Integer.MAX_VALUE, end - at);
  }

  @Override
  public boolean markSupported() {
    return true;
  }

  /** However much is read: the file stays. */
  @Override
  public synchronized void mark(int limit) {
    mark = at;
  }

  @Override
  public synchronized void reset() {
    at = mark;
  }
}
