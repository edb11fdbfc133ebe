package io.millrace.jobs.io;

import io.millrace.jobs.text.Dialect;
import io.millrace.jobs.text.TextFile;
import io.millrace.jobs.text.TextRows;
import io.millrace.transforms.InvalidInputException;
import io.millrace.transforms.Trace;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;

/**
 * The files of a table, looked at.
 *
 * @param root their folder
 * @param excluded how many were passed over
 * @param columns those of the files
 * @param strict the same, without number columns that have an empty value
 * @param rows how many there are, if that was seen
 * @param notes what a user should know
 */
record TableFiles(
    FileSpec spec,
    String root,
    List<InputFile> files,
    int excluded,
    FolderColumns folders,
    StructType columns,
    StructType strict,
    OptionalLong rows,
    List<String> notes) {

  /** What was found out by opening files. */
  private record Seen(StructType columns, StructType strict, OptionalLong rows) {}

  static TableFiles of(FileSpec spec, SparkSession spark) {
    FileTree tree = new FileTree(spark.sparkContext().hadoopConfiguration());
    Listed listed = Listed.of(spec, tree);
    List<InputFile> files = listed.files();
    List<String> notes = new ArrayList<>();
    try {
      FolderColumns folders = FolderColumns.of(spec.source(), spark, files);
      Seen seen = seen(spec, spark, files, folders, notes);
      TableFiles found =
          new TableFiles(
              spec,
              tree.root(spec.source().path()),
              files,
              listed.excluded(),
              folders,
              seen.columns(),
              seen.strict(),
              seen.rows(),
              notes);
      found.requireOneHeader(spark);
      return found;
    } catch (InvalidInputException e) {
      throw new InvalidInputException(e.getMessage().replaceFirst("^source(?=[.:])", "action"), e);
    }
  }

  /** The files below a path that are not left out, and how many are. */
  record Listed(List<InputFile> files, int excluded) {

    static Listed of(FileSpec spec, FileTree tree) {
      String path = spec.source().path();
      FileTree.Found found = tree.input(path);
      if (found.files().isEmpty()) {
        throw new InvalidInputException(found.absent().replaceFirst("^source", "action"));
      }
      if (tree.isFile(path)) {
        throw new InvalidInputException(
            "action.path: %s is a file; a table has a folder, name that one".formatted(path));
      }
      List<InputFile> files = spec.included(found.files(), tree.root(path));
      if (files.isEmpty()) {
        throw new InvalidInputException(
            "action.exclude: %s leaves none of the %s files below %s"
                .formatted(spec.exclude(), found.files().size(), path));
      }
      LoggedTable.requireNone("action", found.tables(), files);
      return new Listed(files, found.files().size() - files.size());
    }
  }

  private static Seen seen(
      FileSpec spec,
      SparkSession spark,
      List<InputFile> files,
      FolderColumns folders,
      List<String> notes) {
    if (spec.inferTypes()) {
      return typed(spec, spark, files, folders, notes);
    }
    ReadFiles source = spec.source();
    ParquetInput parquet = new ParquetInput(source, spark, files, files, folders, notes);
    TextInput text = new TextInput(source, spark, files, folders, notes);
    boolean binary = source.format() == Format.PARQUET;
    try (Reading reading = binary ? parquet.open() : text.open()) {
      Optional<String> mistake = reading.mistake("action");
      if (mistake.isPresent()) {
        throw new InvalidInputException(mistake.get());
      }
      parquet
          .unlike()
          .ifPresent(
              said -> {
                throw new InvalidInputException(
                    "action: %s; write the files anew with read-files and write-files and register those, or give a schema"
                        .formatted(said));
              });
      StructType columns = data(reading.rows().schema(), folders);
      OptionalLong rows = binary ? reading.count().get() : OptionalLong.empty();
      if (text.inferred().isPresent()) {
        rows = OptionalLong.of(text.inferred().get().records());
        noteUnfit(text.inferred().get().others(), rows.getAsLong(), notes);
      }
      return new Seen(columns, columns, rows);
    }
  }

  /** CSV whose columns are strings at first. */
  private static Seen typed(
      FileSpec spec,
      SparkSession spark,
      List<InputFile> files,
      FolderColumns folders,
      List<String> notes) {
    ReadFiles given = spec.source();
    ReadFiles texts =
        new ReadFiles(
            given.path(),
            given.format(),
            given.schema(),
            false,
            given.folders(),
            Optional.empty(),
            given.options(),
            given.splitSize());
    try (Reading reading = new TextInput(texts, spark, files, folders, new ArrayList<>()).open()) {
      StructType columns = data(reading.rows().schema(), folders);
      NumberColumns.Look look = NumberColumns.look(reading.rows(), columns);
      long all = reading.count().get().orElse(look.rows());
      noteUnfit(all - look.rows(), all, notes);
      return new Seen(look.types(), look.typesWithoutEmpty(), OptionalLong.of(all));
    }
  }

  private static void noteUnfit(long records, long all, List<String> notes) {
    if (records > 0) {
      notes.add(
          "%s of %s records do not fit the columns; whoever reads the table sees what its reader makes of them"
              .formatted(records, all));
    }
  }

  private static StructType data(StructType rows, FolderColumns folders) {
    StructType data = new StructType();
    for (var field : folders.withoutThese(rows).fields()) {
      data = field.name().startsWith(Trace.PREFIX) ? data : data.add(field);
    }
    return data;
  }

  /** Who reads a table of CSV goes by the place of a column, whatever the header says. */
  private void requireOneHeader(SparkSession spark) {
    Dialect.HeaderLine header = Dialect.HeaderLine.FALSE;
    if (spec.source().format() == Format.CSV) {
      header = Dialect.of(spec.source().options()).header();
    }
    if (header != Dialect.HeaderLine.TRUE) {
      return;
    }
    Dialect dialect = Dialect.of(spec.source().options());
    List<String> names = List.of(columns.fieldNames());
    Optional<String> other =
        files.parallelStream()
            .map(
                file -> {
                  TextFile text = new TextFile(file.path(), file.length(), file.modified());
                  List<String> its = TextRows.headerNames(spark, text, dialect);
                  boolean same = its.isEmpty() || isSame(names, its);
                  return same ? null : "%s has the header %s".formatted(file.path(), its);
                })
            .filter(Objects::nonNull)
            .findFirst();
    if (other.isPresent()) {
      throw new InvalidInputException(
          "action: %s where the columns are %s; the table's readers go by the place of a column, so correct the schema, bring the file into line, or leave it out with exclude"
              .formatted(other.get(), names));
    }
  }

  private static boolean isSame(List<String> names, List<String> others) {
    boolean same = names.size() == others.size();
    for (int i = 0; same && i < names.size(); i++) {
      same = names.get(i).equalsIgnoreCase(others.get(i));
    }
    return same;
  }

  long bytes() {
    return files.stream().mapToLong(InputFile::length).sum();
  }

  /** Whether files lie in folders below the table's that are no partitions. */
  boolean isNested() {
    return folders.isEmpty()
        && files.stream()
            .anyMatch(file -> !new Path(file.path()).getParent().equals(new Path(root)));
  }
}
