package io.millrace.jobs.io;

/** How a file is compressed. Text knows {@code none} and {@code gzip}, Parquet knows all. */
public enum Compression {
  /** Not at all. */
  NONE("", "UNCOMPRESSED", null),
  /** Snappy: Parquet's usual codec. */
  SNAPPY(".snappy", "SNAPPY", null),
  /** Gzip. */
  GZIP(".gz", "GZIP", "org.apache.hadoop.io.compress.GzipCodec"),
  /** Zstandard: smaller than snappy at nearly its speed. */
  ZSTD(".zstd", "ZSTD", null);

  private final String extension;
  private final String parquetName;
  private final String textCodec;

  Compression(String extension, String parquetName, String textCodec) {
    this.extension = extension;
    this.parquetName = parquetName;
    this.textCodec = textCodec;
  }

  String extension() {
    return extension;
  }

  String parquetName() {
    return parquetName;
  }

  /** The Hadoop codec for text, or null for none. */
  String textCodec() {
    return textCodec;
  }

  boolean fitsText() {
    return this == NONE || textCodec != null;
  }
}
