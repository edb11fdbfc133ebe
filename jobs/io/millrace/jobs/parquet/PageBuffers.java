package io.millrace.jobs.parquet;

import java.io.IOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.hadoop.CodecFactory;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.xerial.snappy.Snappy;

/**
 * What the files of one task need only while they end a page, or add rows to one, one at a time.
 */
final class PageBuffers {

  // Of a page that was larger than most.
  private static final int KEPT = 4 << 20;

  private final WriteSettings settings;
  private final CodecFactory codecs;
  private final Bytes page = new Bytes();
  private final Lookup lookup = new Lookup();
  private final Map<ColumnDescriptor, Variety> varieties = new HashMap<>();
  private byte[] compressed = new byte[0];
  private int[] ints = new int[0];

  PageBuffers(WriteSettings settings, Configuration hadoop) {
    this.settings = settings;
    this.codecs = new CodecFactory(hadoop, settings.page());
  }

  WriteSettings settings() {
    return settings;
  }

  /** Empty, until the next page asks for it. */
  Bytes page() {
    page.clear(KEPT);
    return page;
  }

  Lookup lookup() {
    return lookup;
  }

  /** Of a column in all files of the task. */
  Variety variety(ColumnDescriptor column) {
    return varieties.computeIfAbsent(column, any -> new Variety());
  }

  int[] ints(int count) {
    if (ints.length < count) {
      ints = new int[Math.max(count, 1024)];
    }
    return ints;
  }

  byte[] compress(Bytes bytes) throws IOException {
    int size = bytes.size();
    if (settings.codec() == CompressionCodecName.UNCOMPRESSED) {
      return Arrays.copyOf(bytes.array(), size);
    }
    if (settings.codec() == CompressionCodecName.SNAPPY) {
      return snappy(bytes);
    }
    return codecs
        .getCompressor(settings.codec())
        .compress(BytesInput.from(bytes.array(), 0, size))
        .toByteArray();
  }

  /** Without the copies between heap and direct buffers that parquet-java's codec makes. */
  private byte[] snappy(Bytes bytes) throws IOException {
    int most = Snappy.maxCompressedLength(bytes.size());
    if (compressed.length < most || compressed.length > Math.max(most, KEPT)) {
      compressed = new byte[most];
    }
    int size = Snappy.compress(bytes.array(), 0, bytes.size(), compressed, 0);
    return Arrays.copyOf(compressed, size);
  }

  void release() {
    codecs.release();
  }
}
