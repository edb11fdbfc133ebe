package io.millrace.jobs.text;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** Hadoop's bzip2 stream asks for too many bytes, offset + 1, unless it reads to offset zero. */
final class ReadsAtZero extends FilterInputStream {

  private final byte[] buffer = new byte[1 << 16];

  ReadsAtZero(InputStream in) {
    super(in);
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    int count = in.read(buffer, 0, Math.min(length, buffer.length));
    if (count > 0) {
      System.arraycopy(buffer, 0, target, offset, count);
    }
    return count;
  }
}
