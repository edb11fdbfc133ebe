package io.millrace.jobs.io;

import io.millrace.transforms.InvalidInputException;
import java.io.IOException;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.util.HadoopInputFile;
import org.apache.parquet.schema.MessageType;

/** What a Parquet file says of itself. */
record ParquetFooter(InputFile file, long rows, MessageType schema) {

  /** Those of {@code files}, in their order. */
  static List<ParquetFooter> of(List<InputFile> files, Configuration hadoop) {
    return files.parallelStream().map(file -> of(file, hadoop)).toList();
  }

  private static ParquetFooter of(InputFile file, Configuration hadoop) {
    try (ParquetFileReader reader =
        ParquetFileReader.open(HadoopInputFile.fromPath(new Path(file.path()), hadoop))) {
      return new ParquetFooter(
          file, reader.getRecordCount(), reader.getFooter().getFileMetaData().getSchema());
    } catch (IOException | RuntimeException e) {
      throw new InvalidInputException(
          "cannot read %s as Parquet: %s; remove or replace the file, or set the right format"
              .formatted(file.path(), e.getMessage()),
          e);
    }
  }
}
