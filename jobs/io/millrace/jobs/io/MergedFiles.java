package io.millrace.jobs.io;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;

import io.millrace.transforms.Change;
import io.millrace.transforms.Columns;
import io.millrace.transforms.InvalidInputException;
import io.millrace.transforms.Trace;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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

  private final SparkSession spark;
  private final String path;
  private final List<Path> data;
  private final List<Path> tombstones;
  private final Dataset<Row> rows;

  /** Those below {@code path}; lists and reads footers. */
  MergedFiles(String path, SparkSession spark) {
    this.spark = spark;
    this.path = path;
    FileTree tree = new FileTree(spark.sparkContext().hadoopConfiguration());
    try {
      this.data = tree.data(new Path(path));
      this.tombstones = tree.data(new Path(path, TOMBSTONES));
    } catch (IOException e) {
      throw new InvalidInputException("sink.path: cannot list " + path + ": " + e.getMessage(), e);
    }
    this.rows = data.isEmpty() ? null : read(path);
    if (rows != null && !List.of(rows.columns()).contains(Change.COLUMN)) {
      throw new InvalidInputException(
          "sink.path: %s holds files that no merge wrote, for they have no column %s; write elsewhere"
              .formatted(path, Change.COLUMN));
    }
  }

  private Dataset<Row> read(String folder) {
    try {
      return new ReadFiles(folder, Format.PARQUET, null, Map.of()).open(spark).rows();
    } catch (InvalidInputException e) {
      throw new InvalidInputException(e.getMessage().replaceFirst("^source", "sink"), e);
    }
  }

  /** All files, of rows and of deletions. */
  List<Path> files() {
    List<Path> all = new ArrayList<>(data);
    all.addAll(tombstones);
    return all;
  }

  int size() {
    return data.size();
  }

  /** The columns of the rows, without those of bookkeeping; empty if there are none yet. */
  Optional<StructType> columns() {
    if (rows == null) {
      return Optional.empty();
    }
    StructType columns = new StructType();
    for (StructField field : rows.schema().fields()) {
      boolean ours =
          Change.NAMES.contains(field.name()) || !Trace.dataColumns(rows).contains(field.name());
      columns = ours ? columns : columns.add(field);
    }
    return Optional.of(columns);
  }

  /** The type of {@link Change#COLUMN}. */
  Optional<DataType> change() {
    return Optional.ofNullable(rows).map(all -> all.schema().apply(Change.COLUMN).dataType());
  }

  /** Whether changes supplied only some columns. */
  boolean isPartial() {
    return rows != null && List.of(rows.columns()).contains(Change.COLUMNS);
  }

  /** The newest generation of the full load. */
  int load() {
    Row newest = rows.agg(max(col(Change.COLUMN).getField("load"))).head();
    return newest.isNullAt(0) ? 0 : newest.getInt(0);
  }

  /**
   * The rows and deletions as states.
   *
   * @param like states that are to be merged with them, whose columns and types they take
   */
  Optional<Dataset<Row>> states(SchemaDrift drift, Dataset<Row> like) {
    Optional<Dataset<Row>> live =
        Optional.ofNullable(rows).map(all -> taking(drift.migrated(all), like, false));
    Optional<Dataset<Row>> dead =
        tombstones.isEmpty()
            ? Optional.empty()
            : Optional.of(taking(read(new Path(path, TOMBSTONES).toString()), like, true));
    return live.map(some -> dead.map(some::unionByName).orElse(some)).or(() -> dead);
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
      all.add((alike ? value : value.cast(field.dataType())).as(name));
    }
    return rows.select(all.toArray(Column[]::new));
  }

  private static boolean isAlike(DataType one, DataType other) {
    return one.catalogString().equals(other.catalogString());
  }
}
