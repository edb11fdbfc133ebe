package io.millrace.jobs.parquet;

import java.io.IOException;
import org.apache.parquet.io.OutputFile;
import org.apache.parquet.io.PositionOutputStream;

/**
 * A file whose stream can be closed without the writer, which closes it only when all went well and
 * before parquet-java 1.14 has no other way.
 */
final class ClosedOnceFile implements OutputFile {

  private final OutputFile file;
  private PositionOutputStream stream;

  ClosedOnceFile(OutputFile file) {
    this.file = file;
  }

  @Override
  public PositionOutputStream create(long blockSize) throws IOException {
    return opened(file.create(blockSize));
  }

  @Override
  public PositionOutputStream createOrOverwrite(long blockSize) throws IOException {
    return opened(file.createOrOverwrite(blockSize));
  }

  private PositionOutputStream opened(PositionOutputStream out) {
    stream = new Once(out);
    return stream;
  }

  @Override
  public boolean supportsBlockSize() {
    return file.supportsBlockSize();
  }

  @Override
  public long defaultBlockSize() {
    return file.defaultBlockSize();
  }

  @Override
  public String getPath() {
    return file.getPath();
  }

  void close() throws IOException {
    if (stream != null) {
      stream.close();
    }
  }

  private static final class Once extends PositionOutputStream {

    private final PositionOutputStream out;
    private boolean closed;

    Once(PositionOutputStream out) {
      this.out = out;
    }

    @Override
    public long getPos() throws IOException {
      return out.getPos();
    }

    @Override
    public void write(int one) throws IOException {
      out.write(one);
    }

    @Override
    public void write(byte[] bytes, int at, int length) throws IOException {
      out.write(bytes, at, length);
    }

    @Override
    public void flush() throws IOException {
      out.flush();
    }

    @Override
    public void close() throws IOException {
      if (!closed) {
        closed = true;
        out.close();
      }
    }
  }
}
