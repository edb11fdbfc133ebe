package io.millrace.jobs.io;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.lit;

import io.millrace.transforms.ClosestName;
import io.millrace.transforms.Columns;
import io.millrace.transforms.InvalidInputException;
import io.millrace.transforms.Trace;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.DataFrameReader;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * Parquet through Spark's reader, opened. The count comes from the files' own footers, so it is
 * independent of the rows that Spark delivers. Files whose types differ are read apart, each once.
 */
final class ParquetInput {

  private final ReadFiles source;
  private final SparkSession spark;
  private final List<InputFile> files;
  private final List<InputFile> others;
  private final FolderColumns folders;
  private final List<String> notes;
  private String calendar;
  private Optional<String> unlike = Optional.empty();

  /**
   * For some files.
   *
   * @param others tell the columns where none of {@code files} can
   */
  ParquetInput(
      ReadFiles source,
      SparkSession spark,
      List<InputFile> files,
      List<InputFile> others,
      FolderColumns folders,
      List<String> notes) {
    this.source = source;
    this.spark = spark;
    this.files = files;
    this.others = others;
    this.folders = folders;
    this.notes = notes;
  }

  Reading open() {
    ParquetFiles read = ParquetFiles.of(files, spark.sparkContext().hadoopConfiguration());
    List<ParquetFooter> footers = read.footers();
    ParquetSchemas schemas = ParquetSchemas.of(telling(read), ParquetFooter::held);
    schemas.held().forEach((file, held) -> folders.requireApart(List.of(held.fieldNames()), file));
    StructType wanted =
        source.schema().isPresent()
            ? folders.withoutThese(ReadFiles.columns(source.schema().get()))
            : schemas.merged(source.root());
    unlike = source.schema().isPresent() ? Optional.empty() : schemas.unlike();
    noteAbsent(wanted, schemas);
    read.note().ifPresent(notes::add);
    // Where nobody can tell the calendar, Spark 3.5 fails, and Spark 4 would take the values as
    // they stand. Both do the same here.
    boolean unclear = footers.stream().anyMatch(ParquetFooter::isMaybeJulian);
    calendar = unclear ? "EXCEPTION" : "CORRECTED";
    long rows = footers.stream().mapToLong(ParquetFooter::rows).sum() + read.unreadable().size();
    return new Reading(
        rows(wanted, schemas, read),
        Optional.of(source.path()),
        files,
        read.unreadable(),
        () -> OptionalLong.of(rows),
        notes,
        () -> {});
  }

  /** What keeps others from reading the files that were opened as one table, in a sentence. */
  Optional<String> unlike() {
    return unlike;
  }

  /** The footers that tell the columns. */
  private List<ParquetFooter> telling(ParquetFiles read) {
    if (!read.footers().isEmpty() || source.schema().isPresent()) {
      return read.footers();
    }
    return List.of(
        ParquetFiles.first(others, spark.sparkContext().hadoopConfiguration())
            .orElseThrow(
                () ->
                    new InvalidInputException(
                        "source: no file can be read as Parquet, so nobody knows the columns: %s; remove or replace the files, set the right format, or give a schema"
                            .formatted(UnreadableFile.all(read.unreadable())))));
  }

  private void noteAbsent(StructType wanted, ParquetSchemas schemas) {
    if (schemas.groups().isEmpty()) {
      return;
    }
    List<String> all =
        schemas.held().values().stream().flatMap(held -> Stream.of(held.fieldNames())).toList();
    for (String name : wanted.fieldNames()) {
      if (all.stream().noneMatch(name::equalsIgnoreCase)) {
        notes.add(
            "no file has column '%s', so it is null everywhere%s"
                .formatted(name, ClosestName.suggestion(name, all)));
      }
    }
  }

  private Dataset<Row> rows(StructType wanted, ParquetSchemas schemas, ParquetFiles read) {
    StructType all = wanted;
    for (StructField field : folders.types().fields()) {
      all = all.add(field);
    }
    Dataset<Row> rejects = read.rejects(spark, all);
    if (read.footers().isEmpty()) {
      return rejects;
    }
    Dataset<Row> good = rows(wanted, schemas);
    return read.unreadable().isEmpty() ? good : good.union(rejects);
  }

  private Dataset<Row> rows(StructType wanted, ParquetSchemas schemas) {
    Map<Object, ParquetColumns> columns = new LinkedHashMap<>();
    Map<Object, List<String>> paths = new LinkedHashMap<>();
    schemas.each(
        (group, held) -> {
          ParquetColumns these =
              new ParquetColumns(wanted, group.get(0), held, schemas.times().get(group.get(0)));
          columns.putIfAbsent(these.kind(), these);
          paths.computeIfAbsent(these.kind(), any -> new ArrayList<>()).addAll(group);
        });
    if (columns.size() > 1) {
      notes.add(
          "the files have columns of %s different types and are read apart"
              .formatted(columns.size()));
    }
    return columns.entrySet().stream()
        .map(
            one ->
                one.getValue().converted(traced(one.getValue().toRead(), paths.get(one.getKey()))))
        .reduce(Dataset::union)
        .orElseThrow();
  }

  /** Spark refuses folders key=value below more than one folder, unless they are read apart. */
  private Dataset<Row> traced(StructType toRead, List<String> paths) {
    Map<Path, List<String>> byRoot = new LinkedHashMap<>();
    for (String path : paths) {
      byRoot.computeIfAbsent(aboveFolders(path), any -> new ArrayList<>()).add(path);
    }
    return byRoot.entrySet().stream()
        .map(one -> traced(toRead, one.getKey(), one.getValue()))
        .reduce(Dataset::union)
        .orElseThrow();
  }

  /** The folder that holds the outermost of those that give columns. */
  private Path aboveFolders(String file) {
    Path folder = new Path(source.root());
    if (isHive()) {
      folder = new Path(file).getParent();
      for (int i = 0; i < folders.types().size(); i++) {
        folder = folder.getParent();
      }
    }
    return folder;
  }

  private boolean isHive() {
    return source.folders().isEmpty() && !folders.isEmpty();
  }

  private Dataset<Row> traced(StructType toRead, Path root, List<String> paths) {
    DataFrameReader reader =
        spark
            .read()
            .option("datetimeRebaseMode", calendar)
            .option("int96RebaseMode", calendar)
            .options(source.options());
    StructType all = toRead;
    if (isHive()) {
      for (String name : folders.types().fieldNames()) {
        all = all.add(name, DataTypes.StringType); // Spark makes -0.03 of the decimal(4,2) -3
      }
      reader = reader.option("basePath", root.toString());
    }
    Dataset<Row> rows = reader.schema(all).parquet(paths.toArray(String[]::new));
    List<Column> columns = new ArrayList<>();
    Stream.of(toRead.fieldNames()).forEach(name -> columns.add(Columns.named(name)));
    for (StructField field : folders.types().fields()) {
      Column text = isHive() ? Columns.named(field.name()) : bare(field.name());
      columns.add(text.cast(field.dataType()).as(field.name()));
    }
    columns.add(expr(file()).as(Trace.FILE));
    columns.add(col("_metadata.row_index").as(Trace.POSITION));
    columns.add(lit(null).cast(Trace.ASIDE_TYPE).as(Trace.ASIDE));
    return rows.select(columns.toArray(Column[]::new));
  }

  /** The plain path, as in text; Spark gives a URI, in which a plus sign is itself. */
  private String file() {
    boolean same =
        files.stream()
            .map(file -> new Path(file.path()).toUri())
            .allMatch(uri -> uri.getPath().equals(uri.getRawPath()));
    return same
        ? "_metadata.file_path" // no work for each row where no name needs it
        : "url_decode(replace(_metadata.file_path, '+', '%2B'))";
  }

  /** Spark knows folders called key=value only. */
  private Column bare(String name) {
    int fromEnd = folders.types().size() - folders.types().fieldIndex(name) + 1;
    return expr("element_at(split(" + file() + ", '/'), -" + fromEnd + ")");
  }
}
