package io.millrace.jobs.io;

import io.millrace.jobs.text.Dialect;
import io.millrace.jobs.text.Inferred;
import io.millrace.jobs.text.TextFile;
import io.millrace.jobs.text.TextFormat;
import io.millrace.jobs.text.TextRows;
import io.millrace.jobs.text.TextScan;
import io.millrace.transforms.InvalidInputException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;

/** CSV and JSON, opened. */
final class TextInput {

  // Below this, more files and tasks cost more than idle cores.
  private static final long SMALL = 8L << 20;

  private final ReadFiles source;
  private final SparkSession spark;
  private final List<InputFile> files;
  private final FolderColumns folders;
  private final List<String> notes;
  private Optional<Inferred> inferred = Optional.empty();

  TextInput(
      ReadFiles source,
      SparkSession spark,
      List<InputFile> files,
      FolderColumns folders,
      List<String> notes) {
    this.source = source;
    this.spark = spark;
    this.files = files;
    this.folders = folders;
    this.notes = notes;
  }

  Reading open() {
    var reading = TextRows.rows(spark, scan(schema(source.format() == Format.CSV)));
    return new Reading(
        reading.rows(),
        Optional.of(source.path()),
        files,
        List.of(),
        () -> OptionalLong.of(reading.count().total()),
        notes,
        reading::close);
  }

  private TextScan scan(StructType columns) {
    return new TextScan(
        source.format() == Format.CSV ? TextFormat.DELIMITED : TextFormat.JSON,
        files.stream().map(this::text).toList(),
        columns,
        folders.types(),
        Dialect.of(source.options()),
        splitBytes());
  }

  /**
   * The size asked for, made smaller so far that all cores end together: eleven splits on two cores
   * would leave one of them idle while the last is read.
   */
  private long splitBytes() {
    long total = files.stream().map(this::text).mapToLong(TextFile::cost).sum();
    long asked = source.splitSize().bytes();
    long cores = Math.max(1, spark.sparkContext().defaultParallelism());
    long splits = up(up(total, asked), cores) * cores;
    return splits == 0 ? asked : Math.min(asked, Math.max(SMALL, up(total, splits)));
  }

  private static long up(long amount, long by) {
    return (amount + by - 1) / by;
  }

  private TextFile text(InputFile file) {
    List<String> values = new ArrayList<>();
    folders.values().get(file.path()).forEach(named -> values.add(named.value()));
    return new TextFile(file.path(), file.length(), file.modified(), values);
  }

  private StructType schema(boolean csv) {
    Dialect.HeaderLine header = Dialect.of(source.options()).header();
    if (csv && !folders.isEmpty() && header == Dialect.HeaderLine.TRUE) {
      InputFile first = files.get(0);
      Dialect dialect = Dialect.of(source.options());
      folders.requireApart(TextRows.headerNames(spark, text(first), dialect), first.path());
    }
    if (source.schema().isPresent()) {
      return folders.withoutThese(ReadFiles.columns(source.schema().get()));
    }
    StructType columns = csv ? header() : infer();
    folders.requireApart(List.of(columns.fieldNames()), files.get(0).path());
    return columns;
  }

  private StructType header() {
    Dialect dialect = Dialect.of(source.options());
    if (dialect.header() == Dialect.HeaderLine.FALSE) {
      throw new InvalidInputException(
          "source: CSV without a header needs a schema; give schema = \"…\", or options { header = true }");
    }
    if (dialect.header() == Dialect.HeaderLine.DETECT || !dialect.optionalColumns().isEmpty()) {
      throw new InvalidInputException(
          "source: header = detect and optional-columns go by the names of a schema; give schema = \"…\"");
    }
    notes.add(
        source.inferTypes()
            ? "no schema is given, so the header of the first file names the columns, and all rows are read once more to find their types"
            : "no schema is given, so the columns are strings named by the header of the first file");
    for (InputFile file : files) {
      StructType columns = TextRows.header(spark, text(file), dialect);
      if (!columns.isEmpty()) {
        return source.inferTypes() ? numbers(columns) : columns;
      }
    }
    throw new InvalidInputException(
        "source: every file is empty, so there is no header; give a schema");
  }

  private StructType numbers(StructType columns) {
    folders.requireApart(List.of(columns.fieldNames()), files.get(0).path());
    try (var texts = TextRows.rows(spark, scan(columns))) {
      return NumberColumns.of(texts.rows(), columns);
    }
  }

  /** What was found out by reading all files, if that was needed. */
  Optional<Inferred> inferred() {
    return inferred;
  }

  private StructType infer() {
    notes.add("no schema is given, so all rows are read once more to infer it");
    try {
      Inferred all =
          TextRows.inferred(
              spark,
              files.stream().map(this::text).toList(),
              Dialect.of(source.options()),
              splitBytes());
      inferred = Optional.of(all);
      return all.columns();
    } catch (InvalidInputException e) {
      throw new InvalidInputException("source: " + e.getMessage(), e);
    }
  }
}
