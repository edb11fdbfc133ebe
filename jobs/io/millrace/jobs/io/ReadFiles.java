package io.millrace.jobs.io;

import io.millrace.jobs.ledger.StoreName;
import io.millrace.jobs.text.Dialect;
import io.millrace.transforms.ByteSize;
import io.millrace.transforms.Default;
import io.millrace.transforms.Example;
import io.millrace.transforms.InvalidInputException;
import io.millrace.transforms.Require;
import io.millrace.transforms.Summary;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * Reads files below {@code path}. The list of files is fixed when the job is planned; files that
 * come later wait for the next run. Names that begin with {@code _} or {@code .} are not read, nor
 * are folders that begin with {@code awsdms_}, unless {@code path} names one.
 *
 * @param path a file, a folder (read with all its subfolders) or a glob, on any Hadoop file system
 * @param format of the files; compression is recognised by itself
 * @param schema columns and types as in SQL, {@code "username string, bytes bigint"}. Without it
 *     CSV columns are strings named by the header, JSON is inferred from all rows, and Parquet has
 *     its own
 * @param inferTypes for CSV without a schema: whether all rows are read once more to find the
 *     columns that are int, bigint or double; whatever a number would not keep, such as 00705,
 *     stays a string
 * @param folders the columns that the folders above a file give, the outermost first; they follow
 *     the columns of the files. Without it, folders such as {@code month=08} give their columns;
 *     {@code []} for none. They are strings, unless the schema says otherwise
 * @param where an SQL condition over those columns; files for which it is not true are not read
 * @param options for CSV and JSON those of {@link Dialect}; for Parquet Spark's
 * @param splitSize bytes of one task's share of the input
 * @param incremental whether the job's ledger remembers what was read, so that a run reads only
 *     files that no run before it has read
 * @param changedFiles what becomes of a file that was read and has changed since
 * @param missingFiles what is said of files that were read and are gone
 * @param maxFiles of one run; the oldest come first and the others wait for the next run
 * @param maxBytes of one run, but always at least one file
 */
@Summary("Reads CSV, JSON lines or Parquet files; records that do not fit become rejects.")
@Example(
    """
    { type = read-files, format = csv, path = "lake/raw/zipcodes", options { header = true } }
    """)
public record ReadFiles(
    String path,
    Format format,
    Optional<String> schema,
    @Default("false") boolean inferTypes,
    Optional<List<String>> folders,
    Optional<String> where,
    @Default("{}") Map<String, String> options,
    @Default("64 MiB") ByteSize splitSize,
    @Default("false") boolean incremental,
    @Default("fail") ChangedFiles changedFiles,
    @Default("fail") MissingFiles missingFiles,
    Optional<Integer> maxFiles,
    Optional<ByteSize> maxBytes)
    implements TracedSource {

  public ReadFiles {
    Require.notBlank(path, "path");
    path = StoreName.whole(path);
    options = Map.copyOf(options);
    folders = folders.map(names -> names.isEmpty() ? names : Require.names(names, "folders"));
    where.ifPresent(condition -> Require.notBlank(condition, "where"));
    schema.ifPresent(ReadFiles::columns);
    if (inferTypes && (format != Format.CSV || schema.isPresent())) {
      throw new IllegalArgumentException(
          "infer-types works on CSV without a schema; leave it out, or leave out the schema");
    }
    if (splitSize.bytes() < 1) {
      throw new IllegalArgumentException("split-size must be at least 1 byte");
    }
    if (format != Format.PARQUET) {
      Dialect.of(options);
    }
    boolean told =
        changedFiles != ChangedFiles.FAIL
            || missingFiles != MissingFiles.FAIL
            || maxFiles.isPresent()
            || maxBytes.isPresent();
    if (told && !incremental) {
      throw new IllegalArgumentException(
          "changed-files, missing-files, max-files and max-bytes are for incremental = true");
    }
    if (maxFiles.filter(most -> most < 1).isPresent()) {
      throw new IllegalArgumentException("max-files must be at least 1");
    }
  }

  /** Without a ledger. */
  public ReadFiles(
      String path,
      Format format,
      Optional<String> schema,
      boolean inferTypes,
      Optional<List<String>> folders,
      Optional<String> where,
      Map<String, String> options,
      ByteSize splitSize) {
    this(
        path,
        format,
        schema,
        inferTypes,
        folders,
        where,
        options,
        splitSize,
        false,
        ChangedFiles.FAIL,
        MissingFiles.FAIL,
        Optional.empty(),
        Optional.empty());
  }

  /** With a schema and options, and the defaults for all else. */
  public ReadFiles(String path, Format format, String schema, Map<String, String> options) {
    this(
        path,
        format,
        Optional.ofNullable(schema),
        false,
        Optional.empty(),
        Optional.empty(),
        options,
        new ByteSize(64L << 20));
  }

  @Override
  public Reading open(SparkSession spark) {
    return open(spark, FilePick.ALL);
  }

  /** Opens only some of the files; without any it has their columns and no rows. */
  public Reading open(SparkSession spark, FilePick pick) {
    FileTree tree = new FileTree(spark.sparkContext().hadoopConfiguration());
    FileTree.Found found = tree.input(path);
    List<InputFile> all = found.files();
    if (all.isEmpty()) {
      pick.pick(all, all);
      throw new InvalidInputException(found.absent());
    }
    FolderColumns columns = FolderColumns.of(this, spark, all);
    List<InputFile> fitting =
        where.map(condition -> new FileChoice(condition, columns).of(all, spark)).orElse(all);
    List<String> notes = new ArrayList<>();
    if (fitting.size() < all.size()) {
      notes.add(
          "where leaves out %s of %s files".formatted(all.size() - fitting.size(), all.size()));
    }
    if (found.control() > 0) {
      notes.add(
          "%s files in folders that begin with awsdms_ are not read: they are AWS DMS's own tables"
              .formatted(found.control()));
    }
    LoggedTable.requireNone("source", found.tables(), fitting);
    List<InputFile> files = pick.pick(all, fitting);
    if (format == Format.PARQUET) {
      return new ParquetInput(this, spark, files, fitting, columns, notes).open();
    }
    return files.isEmpty() && !fitting.isEmpty()
        ? new TextInput(this, spark, fitting.subList(0, 1), columns, notes).open().withoutRows()
        : new TextInput(this, spark, files, columns, notes).open();
  }

  /** The type that the schema gives a column. */
  Optional<DataType> declared(String column) {
    return schema.stream()
        .flatMap(text -> Arrays.stream(columns(text).fields()))
        .filter(field -> field.name().equalsIgnoreCase(column))
        .map(StructField::dataType)
        .findFirst();
  }

  /** The part of the path before a glob begins. */
  String root() {
    return root(path);
  }

  static String root(String path) {
    int glob = indexOfGlob(path);
    if (glob < 0) {
      return path;
    }
    int slash = path.lastIndexOf('/', glob);
    if (slash < 0) {
      return ".";
    }
    boolean top = slash == 0 || ":/".indexOf(path.charAt(slash - 1)) >= 0;
    return StoreName.whole(path.substring(0, top ? slash + 1 : slash));
  }

  private static int indexOfGlob(String path) {
    for (int i = 0; i < path.length(); i++) {
      if ("*?[{".indexOf(path.charAt(i)) >= 0) {
        return i;
      }
    }
    return -1;
  }

  static StructType columns(String schema) {
    try {
      return StructType.fromDDL(schema);
    } catch (Exception e) {
      String said =
          e.getMessage() == null ? "" : e.getMessage().strip().lines().findFirst().orElse("");
      throw new InvalidInputException(
          "schema: '%s' is not a list of columns such as \"username string, bytes bigint\": %s"
              .formatted(schema, said),
          e);
    }
  }
}
