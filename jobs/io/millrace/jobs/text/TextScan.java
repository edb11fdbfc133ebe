package io.millrace.jobs.text;

import io.millrace.transforms.InvalidInputException;
import java.io.Serializable;
import java.util.List;
import org.apache.spark.sql.types.StructType;

/**
 * What to read.
 *
 * @param schema the data columns; checked here, before Spark plans anything
 * @param splitBytes large plain files are split, and small files packed, to about this many bytes
 */
public record TextScan(
    TextFormat format, List<TextFile> files, StructType schema, Dialect dialect, long splitBytes)
    implements Serializable {

  public TextScan {
    files = List.copyOf(files);
    TextSchema.check(format, schema);
    if (splitBytes < 1) {
      throw new InvalidInputException(
          "split-bytes is " + splitBytes + "; it must be at least 1, 64 MiB is a good size");
    }
  }

  /** Whether records are found by JSON's own brackets, so that files cannot be split. */
  boolean isDocuments() {
    return format == TextFormat.JSON && dialect.layout() == Dialect.Layout.DOCUMENTS;
  }
}
