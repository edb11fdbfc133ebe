package io.millrace.jobs.io;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import io.millrace.transforms.InvalidInputException;
import io.millrace.transforms.Trace;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.util.HadoopInputFile;
import org.apache.spark.sql.DataFrameReader;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * Parquet through Spark's reader, opened. The count comes from the files' own footers, so it is
 * independent of the rows that Spark delivers.
 */
final class ParquetInput {

  private final ReadFiles source;
  private final SparkSession spark;
  private final List<InputFile> files;

  ParquetInput(ReadFiles source, SparkSession spark, List<InputFile> files) {
    this.source = source;
    this.spark = spark;
    this.files = files;
  }

  Reading open() {
    // Spark would take the columns of one file and leave out what others have beside them.
    DataFrameReader reader =
        spark
            .read()
            .option("mergeSchema", "true")
            .option("basePath", folder())
            .options(source.options());
    if (source.schema().isPresent()) {
      reader = reader.schema(ReadFiles.columns(source.schema().get()));
    }
    long rows = rows();
    Dataset<Row> plain = plain(reader);
    Dataset<Row> traced =
        plain
            .withColumn(Trace.FILE, col("_metadata.file_path"))
            .withColumn(Trace.POSITION, col("_metadata.row_index"))
            .withColumn(Trace.ASIDE, lit(null).cast(Trace.ASIDE_TYPE));
    return new Reading(
        traced,
        Optional.of(source.path()),
        files,
        () -> OptionalLong.of(rows),
        List.of(),
        () -> {});
  }

  private Dataset<Row> plain(DataFrameReader reader) {
    try {
      return reader.parquet(files.stream().map(InputFile::path).toArray(String[]::new));
    } catch (Exception e) {
      // Spark throws its checked exceptions undeclared; the innermost names the column.
      Throwable innermost = e;
      while (innermost.getCause() != null) {
        innermost = innermost.getCause();
      }
      throw new InvalidInputException(
          "source: the Parquet files below %s do not have the same columns: %s; give a schema, or read them apart"
              .formatted(source.root(), innermost.getMessage()),
          e);
    }
  }

  /** Where folders such as {@code year=2018} begin. */
  private String folder() {
    FileTree tree = new FileTree(spark.sparkContext().hadoopConfiguration());
    return tree.isFile(source.root())
        ? new Path(source.root()).getParent().toString()
        : source.root();
  }

  private long rows() {
    Configuration hadoop = spark.sparkContext().hadoopConfiguration();
    return files.parallelStream().mapToLong(file -> rows(file, hadoop)).sum();
  }

  private static long rows(InputFile file, Configuration hadoop) {
    try (ParquetFileReader reader =
        ParquetFileReader.open(HadoopInputFile.fromPath(new Path(file.path()), hadoop))) {
      return reader.getRecordCount();
    } catch (IOException | RuntimeException e) {
      throw new InvalidInputException(
          "cannot read %s as Parquet: %s; remove or replace the file, or set the right format"
              .formatted(file.path(), e.getMessage()),
          e);
    }
  }
}
