package io.millrace.jobs.io;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.raise_error;
import static org.apache.spark.sql.functions.substring_index;
import static org.apache.spark.sql.functions.when;

import io.millrace.jobs.stage.StagedFile;
import io.millrace.transforms.Change;
import io.millrace.transforms.Columns;
import io.millrace.transforms.InvalidInputException;
import io.millrace.transforms.Trace;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * What earlier merges left in a folder: its rows, and below {@link #TOMBSTONES}, where no reader
 * looks, the deletions that are remembered. A run that died while it published left old and new
 * files; as states merge, they are right together.
 */
final class MergedFiles {

  /** Below the target. */
  static final String TOMBSTONES = "_millrace/tombstones";

  private static final String FILE = Trace.PREFIX + "name";

  private final SparkSession spark;
  private final String path;
  private final List<Path> data;
  private final List<Path> tombstones;
  private final boolean finished;
  private final Reading reading;

  /** Whether a staged file holds deletions. */
  static boolean isTombstones(StagedFile file) {
    return file.partition().startsWith(TOMBSTONES);
  }

  /** Those below {@code path}; lists and reads footers. */
  MergedFiles(String path, SparkSession spark) {
    this.spark = spark;
    this.path = path;
    Configuration hadoop = spark.sparkContext().hadoopConfiguration();
    FileTree tree = new FileTree(hadoop);
    try {
      this.data = tree.data(new Path(path));
      this.tombstones = tree.data(new Path(path, TOMBSTONES));
      Path mark = new Path(path, Publication.SUCCESS);
      this.finished = mark.getFileSystem(hadoop).exists(mark);
    } catch (IOException e) {
      throw new InvalidInputException("sink.path: cannot list " + path + ": " + e.getMessage(), e);
    }
    this.reading = data.isEmpty() ? null : open(path, file -> true);
    if (reading != null && !List.of(rows().columns()).contains(Change.COLUMN)) {
      throw new InvalidInputException(
          "sink.path: %s holds files that no merge wrote, for they have no column %s; write elsewhere"
              .formatted(path, Change.COLUMN));
    }
  }

  private Reading open(String folder, Predicate<InputFile> wanted) {
    try {
      Reading opened =
          new ReadFiles(folder, Format.PARQUET, null, Map.of())
              .open(spark, (all, fitting) -> fitting.stream().filter(wanted).toList());
      // Rows that a merge cannot see would be gone after it.
      opened
          .mistake("source")
          .ifPresent(
              mistake -> {
                throw new InvalidInputException(mistake);
              });
      return opened;
    } catch (InvalidInputException e) {
      throw new InvalidInputException(e.getMessage().replaceFirst("^source", "sink"), e);
    }
  }

  private Dataset<Row> rows() {
    return reading.rows();
  }

  /**
   * Which files hold these keys; empty if all are to be written anew: because they are few, or the
   * changes many, or because a run that died may have left a key in two of them.
   */
  Optional<Set<String>> holding(Dataset<Row> keys, long changes) {
    if (reading == null || data.size() < 2 || !finished) {
      return Optional.empty();
    }
    if (changes > reading.count().get().orElse(0) / 2) {
      return Optional.empty();
    }
    Column[] names = Arrays.stream(keys.columns()).map(Columns::named).toArray(Column[]::new);
    List<Column> held = new ArrayList<>(List.of(names));
    held.add(substring_index(col(Trace.FILE), "/", -1).as(FILE));
    Set<String> files = new HashSet<>();
    rows()
        .select(held.toArray(Column[]::new))
        .join(keys, keys.columns(), "left_semi")
        .select(FILE)
        .distinct()
        .collectAsList()
        .forEach(row -> files.add(row.getString(0)));
    return Optional.of(files);
  }

  /**
   * All files, of rows and of deletions; of rows only those with these names, if they are given.
   */
  List<Path> files(Optional<Set<String>> named) {
    List<Path> all = new ArrayList<>(data);
    all.removeIf(file -> named.isPresent() && !named.get().contains(file.getName()));
    all.addAll(tombstones);
    return all;
  }

  /** Whether the last run that wrote came to its end. */
  boolean isFinished() {
    return finished;
  }

  int size() {
    return data.size();
  }

  /** The columns of the rows, without those of bookkeeping; empty if there are none yet. */
  Optional<StructType> columns() {
    if (reading == null) {
      return Optional.empty();
    }
    StructType columns = new StructType();
    List<String> data = Trace.dataColumns(rows());
    for (StructField field : rows().schema().fields()) {
      boolean ours = Change.NAMES.contains(field.name()) || !data.contains(field.name());
      columns = ours ? columns : columns.add(field);
    }
    return Optional.of(columns);
  }

  /** The type of {@link Change#COLUMN}. */
  Optional<DataType> change() {
    return Optional.ofNullable(reading)
        .map(all -> all.rows().schema().apply(Change.COLUMN).dataType());
  }

  /** Whether changes supplied only some columns. */
  boolean isPartial() {
    return reading != null && List.of(rows().columns()).contains(Change.COLUMNS);
  }

  /** The newest generation of the full load, of rows that are there or were deleted. */
  int load() {
    int live = reading == null ? 0 : load(rows());
    return tombstones.isEmpty() ? live : Math.max(live, load(deletions()));
  }

  private static int load(Dataset<Row> rows) {
    Row newest = rows.agg(max(col(Change.COLUMN).getField("load"))).head();
    return newest.isNullAt(0) ? 0 : newest.getInt(0);
  }

  private Dataset<Row> deletions() {
    return open(new Path(path, TOMBSTONES).toString(), file -> true).rows();
  }

  /**
   * The rows and deletions as states.
   *
   * @param like states that are to be merged with them, whose columns and types they take
   * @param named the files whose rows are wanted; all if absent
   */
  Optional<Dataset<Row>> states(SchemaDrift drift, Dataset<Row> like, Optional<Set<String>> named) {
    Optional<Dataset<Row>> live =
        rows(named).map(some -> taking(drift.migrated(some), like, false));
    Optional<Dataset<Row>> dead =
        tombstones.isEmpty() ? Optional.empty() : Optional.of(taking(deletions(), like, true));
    return live.map(some -> dead.map(some::unionByName).orElse(some)).or(() -> dead);
  }

  private Optional<Dataset<Row>> rows(Optional<Set<String>> named) {
    if (reading == null || named.filter(Set::isEmpty).isPresent()) {
      return Optional.empty();
    }
    return Optional.of(
        named
            .map(
                files -> open(path, file -> files.contains(new Path(file.path()).getName())).rows())
            .orElseGet(this::rows));
  }

  private static Dataset<Row> taking(Dataset<Row> rows, Dataset<Row> like, boolean deletions) {
    List<Column> all = new ArrayList<>();
    for (StructField field : like.schema().fields()) {
      String name = field.name();
      String from = name;
      if (deletions && name.equals(Change.DELETED)) {
        from = Change.COLUMN;
      } else if (deletions && name.equals(Change.COLUMN)) {
        from = "";
      }
      Optional<StructField> held = WiderType.field(rows.schema(), from);
      Column value = held.map(own -> Columns.named(own.name())).orElse(lit(null));
      // Spark casts no struct to one that forbids a null in it, which is all that may differ.
      boolean alike = held.isPresent() && isAlike(held.get().dataType(), field.dataType());
      boolean folder = held.isPresent() && held.get().dataType().equals(DataTypes.StringType);
      all.add(
          (alike ? value : folder ? fitting(value, field) : value.cast(field.dataType())).as(name));
    }
    return rows.select(all.toArray(Column[]::new));
  }

  /** The name of a folder as a value; the run fails if it is none of the type. */
  private static Column fitting(Column value, StructField field) {
    String type = field.dataType().sql();
    Column as = expr("try_cast(%s as %s)".formatted("`" + field.name() + "`", type));
    String said =
        "sink: column %s is %s in the changes, and a folder of the target has a name that is not"
            .formatted(field.name(), type.toLowerCase(Locale.ROOT));
    Column misfit = value.isNotNull().and(as.isNull());
    return when(misfit, raise_error(lit(said)).cast(field.dataType())).otherwise(as);
  }

  private static boolean isAlike(DataType one, DataType other) {
    return one.catalogString().equals(other.catalogString());
  }
}
