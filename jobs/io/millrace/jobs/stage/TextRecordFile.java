package io.millrace.jobs.stage;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.io.compress.CompressionCodec;
import org.apache.hadoop.util.ReflectionUtils;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.unsafe.types.UTF8String;

/** A text file of one line per record, the line being the record's only column. */
final class TextRecordFile extends RecordFile {

  private final OutputStream out;
  private long bytes;

  TextRecordFile(StageSpec.Encoding encoding, Target target, Configuration hadoop)
      throws IOException {
    super(target, hadoop);
    Path path = target.path();
    OutputStream file = path.getFileSystem(hadoop).create(path, false);
    this.out = new BufferedOutputStream(compressed(file, encoding.codec(), hadoop), 1 << 16);
    if (encoding.firstLine().isPresent()) {
      line(encoding.firstLine().get().getBytes(StandardCharsets.UTF_8));
    }
  }

  private static OutputStream compressed(OutputStream file, String codec, Configuration hadoop)
      throws IOException {
    if (codec == null) {
      return file;
    }
    try {
      Class<?> type = hadoop.getClassByName(codec);
      return ((CompressionCodec) ReflectionUtils.newInstance(type, hadoop))
          .createOutputStream(file);
    } catch (ClassNotFoundException e) {
      throw new IOException("no codec " + codec + " on the class path", e);
    }
  }

  @Override
  void append(InternalRow row) throws IOException {
    UTF8String text = row.getUTF8String(0);
    line(text == null ? new byte[0] : text.getBytes());
  }

  private void line(byte[] text) throws IOException {
    out.write(text);
    out.write('\n');
    bytes += text.length + 1;
  }

  @Override
  long size() {
    return bytes;
  }

  @Override
  void finish() throws IOException {
    out.close();
  }
}
