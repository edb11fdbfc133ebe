package io.millrace.jobs.parquet;

import java.util.Map;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.column.ParquetProperties;
import org.apache.parquet.hadoop.ParquetOutputFormat;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;

/**
 * What parquet-java's settings, all of them Hadoop settings, say of the pages of a file.
 *
 * @param rowGroup bytes in memory from which on a row group is written
 * @param page bytes from which on a page ends
 * @param pageRows rows after which a page ends
 * @param dictionaryPage bytes beyond which a dictionary takes no more values
 * @param dictionary whether columns may have dictionaries
 * @param dictionaryOf the same of single columns, by their path
 * @see <a href="https://github.com/apache/parquet-java/tree/master/parquet-hadoop">their list</a>
 */
record WriteSettings(
    CompressionCodecName codec,
    long rowGroup,
    int page,
    int pageRows,
    int dictionaryPage,
    boolean dictionary,
    Map<String, Boolean> dictionaryOf,
    int indexTruncate,
    int statisticsTruncate,
    boolean checksums) {

  static WriteSettings of(Configuration hadoop) {
    Map<String, Boolean> dictionaryOf = new TreeMap<>();
    String prefix = ParquetOutputFormat.ENABLE_DICTIONARY + "#";
    for (var entry : hadoop) {
      if (entry.getKey().startsWith(prefix)) {
        dictionaryOf.put(
            entry.getKey().substring(prefix.length()), Boolean.valueOf(entry.getValue().trim()));
      }
    }
    return new WriteSettings(
        CompressionCodecName.fromConf(hadoop.get(ParquetOutputFormat.COMPRESSION)),
        ParquetOutputFormat.getLongBlockSize(hadoop),
        ParquetOutputFormat.getPageSize(hadoop),
        Math.max(
            1,
            hadoop.getInt(
                ParquetOutputFormat.PAGE_ROW_COUNT_LIMIT,
                ParquetProperties.DEFAULT_PAGE_ROW_COUNT_LIMIT)),
        ParquetOutputFormat.getDictionaryPageSize(hadoop),
        ParquetOutputFormat.getEnableDictionary(hadoop),
        dictionaryOf,
        hadoop.getInt(
            ParquetOutputFormat.COLUMN_INDEX_TRUNCATE_LENGTH,
            ParquetProperties.DEFAULT_COLUMN_INDEX_TRUNCATE_LENGTH),
        hadoop.getInt(
            ParquetOutputFormat.STATISTICS_TRUNCATE_LENGTH,
            ParquetProperties.DEFAULT_STATISTICS_TRUNCATE_LENGTH),
        ParquetOutputFormat.getPageWriteChecksumEnabled(hadoop));
  }

  boolean dictionary(String[] path) {
    return dictionaryOf.getOrDefault(String.join(".", path), dictionary);
  }
}
