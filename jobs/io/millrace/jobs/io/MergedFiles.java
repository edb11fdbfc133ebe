package io.millrace.jobs.io;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.substring_index;

import io.millrace.jobs.stage.StagedFile;
import io.millrace.jobs.table.HeldLoads;
import io.millrace.transforms.Change;
import io.millrace.transforms.ChangeRules;
import io.millrace.transforms.ChangedKeys;
import io.millrace.transforms.Columns;
import io.millrace.transforms.InvalidInputException;
import io.millrace.transforms.Trace;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
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

  /** More than a mark of ours is long; other writers have theirs. */
  private static final int MARK_BYTES = 1 << 20;

  private static final String FILE = Trace.PREFIX + "name";

  private final SparkSession spark;
  private final String path;
  private final List<Path> data;
  private final List<Path> tombstones;
  private final Optional<String> mark;
  private final Reading reading;
  private Reading deletions;

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
      this.mark = mark(new Path(path, Publication.SUCCESS), hadoop);
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

  private static Optional<String> mark(Path file, Configuration hadoop) throws IOException {
    try (InputStream in = file.getFileSystem(hadoop).open(file)) {
      return Optional.of(new String(in.readNBytes(MARK_BYTES), StandardCharsets.UTF_8));
    } catch (FileNotFoundException e) {
      return Optional.empty();
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
   * Which files hold these keys; empty if all are to be written anew, because they are few, or the
   * changes many.
   */
  Optional<Set<String>> holding(Dataset<Row> keys, long changes) {
    if (reading == null || data.size() < 2) {
      return Optional.empty();
    }
    if (changes > reading.count().get().orElse(0) / 2) {
      return Optional.empty();
    }
    Column[] names = Arrays.stream(keys.columns()).map(Columns::named).toArray(Column[]::new);
    List<Column> held = new ArrayList<>(List.of(names));
    held.add(substring_index(col(Trace.FILE), "/", -1).as(FILE));
    Set<String> files = new HashSet<>();
    new ChangedKeys(keys, changes)
        .among(rows().select(held.toArray(Column[]::new)))
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
    return mark.isPresent();
  }

  /** What it left of how it merged; empty if nobody knows. */
  String mark() {
    return mark.orElse("");
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

  /** Which full loads the rows and deletions are of. */
  HeldLoads held() {
    List<Dataset<Row>> changes = new ArrayList<>();
    if (reading != null) {
      changes.add(rows());
    }
    if (!tombstones.isEmpty()) {
      changes.add(deletions().rows());
    }
    return new HeldLoads(changes);
  }

  /**
   * Opened when first asked for: a merge looks at them for loads, for their number and their rows.
   */
  private Reading deletions() {
    if (deletions == null) {
      deletions = open(new Path(path, TOMBSTONES).toString(), file -> true);
    }
    return deletions;
  }

  /** The number of deletions that are remembered. */
  long remembered() {
    return tombstones.isEmpty() ? 0 : deletions().count().get().orElseThrow();
  }

  /**
   * The rows as states.
   *
   * @param like states that are to be merged with them, whose columns and types they take
   * @param named the files whose rows are wanted; all if absent
   */
  Optional<Dataset<Row>> live(SchemaDrift drift, Dataset<Row> like, Optional<Set<String>> named) {
    return rows(named).map(some -> StateColumns.of(like).taken(drift.migrated(some), false));
  }

  /** The deletions of these keys, and the truncations, as states. */
  Optional<Dataset<Row>> dead(SchemaDrift drift, Dataset<Row> like, ChangeRules rules) {
    if (tombstones.isEmpty()) {
      return Optional.empty();
    }
    Dataset<Row> all = StateColumns.of(like).taken(drift.migrated(deletions().rows()), true);
    Column keyed = lit(true);
    for (String key : rules.keys()) {
      keyed = keyed.and(Columns.named(key).isNotNull());
    }
    // One of other keys says nothing of these, and without a key would be taken for a truncation.
    return Optional.of(all.where(keyed.or(col(Change.DELETED).getField("op").equalTo("T"))));
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
}
