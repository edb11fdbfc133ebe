package io.millrace.jobs.text;

import io.millrace.transforms.InvalidInputException;
import java.io.Serializable;
import java.util.List;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * What to read.
 *
 * @param schema the data columns; checked here, before Spark plans anything
 * @param folders columns that have one value in a file, {@link TextFile#folders}; they follow the
 *     data columns
 * @param splitBytes large plain files are split, and small files packed, to about this many bytes
 */
public record TextScan(
    TextFormat format,
    List<TextFile> files,
    StructType schema,
    StructType folders,
    Dialect dialect,
    long splitBytes)
    implements Serializable {

  public TextScan {
    files = List.copyOf(files);
    TextSchema.check(format, schema, folders);
    if (splitBytes < 1) {
      throw new InvalidInputException(
          "split-bytes is " + splitBytes + "; it must be at least 1, 64 MiB is a good size");
    }
  }

  /** Of files whose folders say nothing. */
  public TextScan(
      TextFormat format,
      List<TextFile> files,
      StructType schema,
      Dialect dialect,
      long splitBytes) {
    this(format, files, schema, new StructType(), dialect, splitBytes);
  }

  /** The columns of the rows: data, folders, trace. */
  StructType rows() {
    StructType all = schema;
    for (StructField folder : folders.fields()) {
      all = all.add(folder);
    }
    return TextSchema.rows(all);
  }

  /** Whether records are found by JSON's own brackets, so that files cannot be split. */
  boolean isDocuments() {
    return format == TextFormat.JSON && dialect.layout() == Dialect.Layout.DOCUMENTS;
  }
}
