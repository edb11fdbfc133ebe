package io.millrace.jobs.io;

import io.millrace.jobs.text.Dialect;
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
  private final List<String> notes = new ArrayList<>();

  TextInput(ReadFiles source, SparkSession spark, List<InputFile> files) {
    this.source = source;
    this.spark = spark;
    this.files = files;
  }

  Reading open() {
    boolean csv = source.format() == Format.CSV;
    TextScan scan =
        new TextScan(
            csv ? TextFormat.DELIMITED : TextFormat.JSON,
            textFiles(),
            schema(csv),
            Dialect.of(source.options()),
            splitBytes());
    var reading = TextRows.rows(spark, scan);
    return new Reading(
        reading.rows(),
        Optional.of(source.path()),
        files,
        () -> OptionalLong.of(reading.count().total()),
        notes,
        reading::close);
  }

  private List<TextFile> textFiles() {
    return files.stream()
        .map(file -> new TextFile(file.path(), file.length(), file.modified()))
        .toList();
  }

  /**
   * The size asked for, made smaller so far that all cores end together: eleven splits on two cores
   * would leave one of them idle while the last is read.
   */
  private long splitBytes() {
    long total = files.stream().mapToLong(InputFile::length).sum();
    long asked = source.splitSize().bytes();
    long cores = Math.max(1, spark.sparkContext().defaultParallelism());
    long splits = up(up(total, asked), cores) * cores;
    return splits == 0 ? asked : Math.min(asked, Math.max(SMALL, up(total, splits)));
  }

  private static long up(long amount, long by) {
    return (amount + by - 1) / by;
  }

  private StructType schema(boolean csv) {
    if (source.schema().isPresent()) {
      return ReadFiles.columns(source.schema().get());
    }
    return csv ? header() : inferred();
  }

  private StructType header() {
    Dialect dialect = Dialect.of(source.options());
    if (!dialect.header()) {
      throw new InvalidInputException(
          "source: CSV without a header needs a schema; give schema = \"…\", or options { header = true }");
    }
    notes.add(
        "no schema is given, so the columns are strings named by the header of the first file");
    for (TextFile text : textFiles()) {
      StructType columns = TextRows.header(spark, text, dialect);
      if (!columns.isEmpty()) {
        return columns;
      }
    }
    throw new InvalidInputException(
        "source: every file is empty, so there is no header; give a schema");
  }

  private StructType inferred() {
    notes.add("no schema is given, so all rows are read once more to infer it");
    try {
      return TextRows.inferred(spark, textFiles(), Dialect.of(source.options()), splitBytes());
    } catch (InvalidInputException e) {
      throw new InvalidInputException("source: " + e.getMessage(), e);
    }
  }
}
