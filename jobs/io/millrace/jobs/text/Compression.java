package io.millrace.jobs.text;

import com.github.luben.zstd.ZstdInputStreamNoFinalizer;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorInputStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.io.compress.CompressionCodec;
import org.apache.hadoop.io.compress.CompressionCodecFactory;

/** How a file is packed, by its first bytes or its name. */
enum Compression {
  GZIP("gzip", ".gz"),
  BZIP2("bzip2", ".bz2"),
  ZSTD("zstd", ".zst"),
  DEFLATE("deflate", ".deflate"),
  SNAPPY("snappy", ".snappy"),
  LZ4("lz4", ".lz4");

  /** Bytes that {@link #of} looks at. */
  static final int MAGIC_BYTES = 10;

  private static final long BZIP2_BLOCK = 0x314159265359L;
  private static final long BZIP2_END = 0x177245385090L;

  private final String label;
  private final String suffix;

  Compression(String label, String suffix) {
    this.label = label;
    this.suffix = suffix;
  }

  String label() {
    return label;
  }

  /** What the first bytes say, else what the name says, else null. */
  static Compression of(byte[] first, int length, String path) {
    long start = 0;
    for (int i = 0; i < 4 && i < length; i++) {
      start = start << 8 | (first[i] & 0xff);
    }
    if (length >= 4 && start >>> 8 == 0x1f8b08) {
      return GZIP;
    }
    if (length >= 4 && start == 0x28b52ffdL) {
      return ZSTD;
    }
    if (length >= MAGIC_BYTES && start >>> 8 == 0x425a68) {
      long block = 0;
      for (int i = 4; i < MAGIC_BYTES; i++) {
        block = block << 8 | (first[i] & 0xff);
      }
      if (block == BZIP2_BLOCK || block == BZIP2_END) {
        return BZIP2;
      }
    }
    return ofName(path);
  }

  static Compression ofName(String path) {
    String name = path.toLowerCase(Locale.ROOT);
    for (Compression compression : values()) {
      if (name.endsWith(compression.suffix)) {
        return compression;
      }
    }
    return null;
  }

  /**
   * The unpacked bytes. Spark's own zstd is used, since Hadoop's needs native code that few have,
   * and Commons Compress for bzip2, since Hadoop 3.4 takes a file that is cut for one that is
   * complete.
   */
  InputStream unpack(InputStream in, Configuration configuration) throws IOException {
    if (this == ZSTD) {
      return new ZstdInputStreamNoFinalizer(in);
    }
    if (this == BZIP2) {
      return new BZip2CompressorInputStream(in, true);
    }
    CompressionCodec codec = new CompressionCodecFactory(configuration).getCodecByName(label);
    if (codec == null) {
      throw new IOException("Hadoop has no codec for " + label + " here");
    }
    return codec.createInputStream(in);
  }
}
