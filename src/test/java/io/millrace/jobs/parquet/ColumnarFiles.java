package io.millrace.jobs.parquet;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.filter2.compat.FilterCompat;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.ParquetReader;
import org.apache.parquet.hadoop.example.GroupReadSupport;
import org.apache.parquet.hadoop.util.HadoopInputFile;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.CatalystTypeConverters;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.types.StructType;

/** The same rows in a file of ours and in one of Spark's, and readers of both. */
record ColumnarFiles(java.nio.file.Path folder) {

  static final Map<String, String> SETTINGS =
      Map.of(
          "parquet.compression", "SNAPPY",
          "spark.sql.parquet.writeLegacyFormat", "false",
          "spark.sql.parquet.outputTimestampType", "TIMESTAMP_MICROS",
          "spark.sql.parquet.datetimeRebaseModeInWrite", "CORRECTED",
          "spark.sql.parquet.fieldId.write.enabled", "true",
          "spark.sql.parquet.variant.annotateLogicalType.enabled", "true");

  static Configuration settings(Map<String, String> more) {
    Configuration hadoop = new Configuration(false);
    SETTINGS.forEach(hadoop::set);
    more.forEach(hadoop::set);
    return hadoop;
  }

  java.nio.file.Path ours() {
    return folder.resolve("ours.parquet");
  }

  void write(StructType schema, List<Row> rows, Map<String, String> settings) throws IOException {
    Configuration hadoop = settings(settings);
    if (Coverage.gap(schema, hadoop).isPresent()) {
      throw new IllegalStateException(Coverage.gap(schema, hadoop).get());
    }
    Files.deleteIfExists(ours());
    var convert = CatalystTypeConverters.createToCatalystConverter(schema);
    try (ColumnarFormat format = new ColumnarFormat(schema, hadoop)) {
      ColumnarFile file = format.open(new Path(ours().toUri()));
      for (Row row : rows) {
        file.append((InternalRow) convert.apply(row));
      }
      file.close();
    }
  }

  /** By Spark's own writer, in the same order. */
  java.nio.file.Path sparks(Dataset<Row> rows) throws IOException {
    SparkSession spark = rows.sparkSession();
    SETTINGS.forEach(
        (key, value) -> {
          if (key.startsWith("spark.")) {
            spark.conf().set(key, value);
          }
        });
    java.nio.file.Path out = folder.resolve("sparks");
    rows.coalesce(1).write().mode("overwrite").parquet(out.toString());
    try (Stream<java.nio.file.Path> files = Files.list(out)) {
      return files.filter(file -> file.toString().endsWith(".parquet")).findFirst().orElseThrow();
    }
  }

  static ParquetFileReader open(java.nio.file.Path file) throws IOException {
    return ParquetFileReader.open(
        HadoopInputFile.fromPath(new Path(file.toUri()), new Configuration(false)));
  }

  /** Records as parquet-java's own example has them. */
  static List<String> groups(java.nio.file.Path file) throws IOException {
    return groups(file, FilterCompat.NOOP, false);
  }

  /**
   * @param skip whether statistics, dictionaries and page indexes may be used to read less
   */
  static List<String> groups(java.nio.file.Path file, FilterCompat.Filter filter, boolean skip)
      throws IOException {
    List<String> found = new ArrayList<>();
    try (ParquetReader<Group> reader =
        ParquetReader.builder(new GroupReadSupport(), new Path(file.toUri()))
            .withConf(new Configuration(false))
            .withFilter(filter)
            .useColumnIndexFilter(skip)
            .useStatsFilter(skip)
            .useDictionaryFilter(skip)
            .usePageChecksumVerification(true)
            .build()) {
      for (Group group = reader.read(); group != null; group = reader.read()) {
        found.add(group.toString());
      }
    }
    return found;
  }
}
