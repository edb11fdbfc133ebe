package io.millrace.jobs.io;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import io.millrace.transforms.Trace;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * Files that should be Parquet.
 *
 * @param footers of those that are, in their order
 * @param unreadable the others
 */
record ParquetFiles(List<ParquetFooter> footers, List<UnreadableFile> unreadable) {

  private static final int NAMED = 3;
  private static final StructType ROW =
      new StructType()
          .add(Trace.FILE, DataTypes.StringType)
          .add(Trace.POSITION, DataTypes.LongType)
          .add(Trace.ASIDE, Trace.ASIDE_TYPE);

  private record Read(ParquetFooter footer, UnreadableFile unreadable) {

    static Read of(InputFile file, Configuration hadoop) {
      try {
        return new Read(ParquetFooter.of(file, hadoop), null);
      } catch (NoParquetException e) {
        return new Read(null, new UnreadableFile(file.path(), e.getMessage()));
      }
    }
  }

  /** Reads the footer of each. */
  static ParquetFiles of(List<InputFile> files, Configuration hadoop) {
    List<Read> all = files.parallelStream().map(file -> Read.of(file, hadoop)).toList();
    return new ParquetFiles(
        all.stream().map(Read::footer).filter(Objects::nonNull).toList(),
        all.stream().map(Read::unreadable).filter(Objects::nonNull).toList());
  }

  /** The first of {@code files} that is one; the others are not opened. */
  static Optional<ParquetFooter> first(List<InputFile> files, Configuration hadoop) {
    return files.stream()
        .map(file -> Read.of(file, hadoop).footer())
        .filter(Objects::nonNull)
        .findFirst();
  }

  /** What a user should know of it. */
  Optional<String> note() {
    if (unreadable.isEmpty()) {
      return Optional.empty();
    }
    int named = Math.min(NAMED, unreadable.size());
    String more =
        named < unreadable.size() ? " and %s more".formatted(unreadable.size() - named) : "";
    return Optional.of(
        "cannot be read as Parquet, so each as a whole is one reject: %s%s"
            .formatted(UnreadableFile.all(unreadable.subList(0, named)), more));
  }

  /** One reject for each file that is none; its columns are null. */
  Dataset<Row> rejects(SparkSession spark, StructType columns) {
    List<Row> rows = new ArrayList<>();
    for (UnreadableFile file : unreadable) {
      Row aside =
          RowFactory.create(Trace.REJECT, "read", file.reason(), null, file.path(), null, null);
      rows.add(RowFactory.create(file.path(), null, aside));
    }
    List<Column> all = new ArrayList<>();
    for (StructField field : columns.fields()) {
      all.add(lit(null).cast(field.dataType()).as(field.name()));
    }
    for (String name : ROW.fieldNames()) {
      all.add(col(name));
    }
    return spark.createDataFrame(rows, ROW).select(all.toArray(Column[]::new));
  }
}
