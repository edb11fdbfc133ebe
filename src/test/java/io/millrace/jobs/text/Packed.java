package io.millrace.jobs.text;

import com.github.luben.zstd.Zstd;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.io.compress.CompressionCodecFactory;

/** Bytes as other programs would have packed them. */
final class Packed {

  private Packed() {}

  static byte[] pack(Compression compression, byte[] bytes) throws IOException {
    if (compression == null) {
      return bytes;
    }
    if (compression == Compression.ZSTD) {
      return Zstd.compress(bytes);
    }
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    CompressionCodecFactory codecs = new CompressionCodecFactory(new Configuration());
    try (OutputStream out = codecs.getCodecByName(compression.label()).createOutputStream(packed)) {
      out.write(bytes);
    }
    return packed.toByteArray();
  }
}
