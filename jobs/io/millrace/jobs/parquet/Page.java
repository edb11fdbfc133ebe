package io.millrace.jobs.parquet;

import java.io.IOException;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.column.Encoding;
import org.apache.parquet.column.statistics.Statistics;
import org.apache.parquet.hadoop.ParquetFileWriter;

/**
 * A page that waits for its row group.
 *
 * @param bytes compressed
 * @param size what they were before
 * @param values rows of a flat column; of a nested one, elements and what stands for none
 */
record Page(
    byte[] bytes, int size, int values, int rows, Statistics<?> statistics, Encoding encoding) {

  // What readers of the first version of the format look for.
  @SuppressWarnings("deprecation")
  static final Encoding OF_DICTIONARY = Encoding.PLAIN_DICTIONARY;

  void write(ParquetFileWriter writer, Encoding repetitions, Encoding definitions)
      throws IOException {
    writer.writeDataPage(
        values, size, BytesInput.from(bytes), statistics, rows, repetitions, definitions, encoding);
  }
}
