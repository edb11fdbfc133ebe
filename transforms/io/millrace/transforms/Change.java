package io.millrace.transforms;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.array_compact;
import static org.apache.spark.sql.functions.array_contains;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.size;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.to_json;
import static org.apache.spark.sql.functions.when;
import static org.apache.spark.sql.functions.xxhash64;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.ArrayType;

/**
 * The columns that tell which change a row is due to.
 *
 * <p>{@link #COLUMN} is a struct that sorts as the changes happened: {@code load} (int, generation
 * of the full load), {@code phase} (int, 0 in a full load and 1 for a change), {@code sequence} (a
 * struct of the declared columns; left out if there are none), {@code at} (when it was committed),
 * {@code file} and {@code position} (where it was read), and {@code op}: I, U, D, or T for a
 * truncation. Of rows that have no place, {@code file} is null and {@code position} a hash of all
 * their columns, which decides between changes that are level before it: always for the same one,
 * not for the later one. So no two changes of one key that differ are level, and the last one is
 * the same whatever the order in which files, rows or batches arrive.
 */
public final class Change {

  /** The change that gave a row its values. */
  public static final String COLUMN = "_change";

  /** The change that deleted it; null if none did. Iceberg keeps the name _deleted for itself. */
  public static final String DELETED = "_deletion";

  /** Names of the columns that a change does not supply (array of string); null for none. */
  public static final String NOT_SUPPLIED = "_not_supplied";

  /** Which change gave each column its value (map), where changes may supply only some columns. */
  public static final String COLUMNS = "_columns";

  /** From when a version is valid, in the time of the source; null for ever since. */
  public static final String START = "__start_at";

  /** Until when, exclusively; null for still. */
  public static final String END = "__end_at";

  /** Every name above. */
  public static final List<String> NAMES =
      List.of(COLUMN, DELETED, NOT_SUPPLIED, COLUMNS, START, END);

  /** JSON has milliseconds otherwise. */
  private static final Map<String, String> TO_THE_MICROSECOND =
      Map.of(
          "timeZone", "UTC",
          "timestampFormat", "yyyy-MM-dd'T'HH:mm:ss.SSSSSSXXX",
          "timestampNTZFormat", "yyyy-MM-dd'T'HH:mm:ss.SSSSSS");

  private Change() {}

  /**
   * The struct.
   *
   * @param sequence the declared columns of the order; may be empty
   */
  static Column of(
      Column load,
      Column phase,
      List<Column> sequence,
      Column at,
      Column file,
      Column position,
      Column op) {
    List<Column> fields = new ArrayList<>();
    fields.add(load.cast("int").as("load"));
    fields.add(phase.cast("int").as("phase"));
    if (!sequence.isEmpty()) {
      fields.add(struct(sequence.toArray(Column[]::new)).as("sequence"));
    }
    fields.add(at.as("at"));
    fields.add(file.cast("string").as("file"));
    fields.add(position.cast("bigint").as("position"));
    fields.add(op.cast("string").as("op"));
    return struct(fields.toArray(Column[]::new));
  }

  /** A part of {@link #COLUMN}. */
  static Column part(String field) {
    return col(COLUMN).getField(field);
  }

  /** The declared part of the order: all that comes before file and position. */
  static Column declared(Dataset<Row> rows) {
    List<Column> parts = new ArrayList<>(List.of(part("load"), part("phase")));
    if (has(rows, COLUMN + ".sequence")) {
      parts.add(part("sequence"));
    }
    parts.add(part("at"));
    return struct(parts.toArray(Column[]::new));
  }

  /** The rows with {@link #NOT_SUPPLIED}, if they have it, as {@link #columnKey} spells names. */
  static Dataset<Row> folded(Dataset<Row> rows) {
    return lists(rows)
        ? rows.withColumn(NOT_SUPPLIED, expr("transform(" + NOT_SUPPLIED + ", x -> lower(x))"))
        : rows;
  }

  /** Whether the rows say of each what it does not supply. */
  static boolean lists(Dataset<Row> rows) {
    return Arrays.stream(rows.schema().fields())
        .anyMatch(one -> one.name().equals(NOT_SUPPLIED) && one.dataType() instanceof ArrayType);
  }

  /**
   * The rows with the names in {@link #NOT_SUPPLIED}, if they have it, as a step is about to give
   * them to columns: else what a change does not supply would be null under its new name.
   *
   * @param made by the name of each column after the step, the one that it is made from
   */
  static Dataset<Row> renaming(Dataset<Row> rows, Map<String, String> made) {
    if (!lists(rows)) {
      return rows;
    }
    List<Column> names = new ArrayList<>();
    made.forEach(
        (is, was) -> names.add(when(array_contains(col(NOT_SUPPLIED), columnKey(was)), lit(is))));
    return folded(rows).withColumn(NOT_SUPPLIED, listed(names));
  }

  /** Those names that are not null; null if all are. */
  static Column listed(List<Column> names) {
    if (names.isEmpty()) {
      return lit(null).cast("array<string>");
    }
    Column all = array_compact(array(names.toArray(Column[]::new)));
    return when(size(all).gt(0), all);
  }

  /** Whether the rows say of each which change it is. */
  static boolean isIn(Dataset<Row> rows) {
    return Arrays.asList(rows.columns()).contains(COLUMN);
  }

  /** The columns that are no bookkeeping of changes. */
  static List<String> others(Dataset<Row> rows) {
    return Trace.dataColumns(rows).stream().filter(name -> !NAMES.contains(name)).toList();
  }

  /** Whether a row is there, as its last upsert and its last deletion tell. */
  public static Column isAlive() {
    Column alive = col(DELETED).isNull().or(col(COLUMN).gt(col(DELETED)));
    return col(COLUMN).isNotNull().and(alive);
  }

  private static boolean has(Dataset<Row> rows, String path) {
    return Arrays.asList(rows.select(path.substring(0, path.indexOf('.')) + ".*").columns())
        .contains(path.substring(path.indexOf('.') + 1));
  }

  /** What {@link #COLUMNS} calls a column, however it is spelled. */
  public static String columnKey(String name) {
    return name.toLowerCase(Locale.ROOT);
  }

  /**
   * The position of a change: its place in the file, or what stands for it where rows have none.
   *
   * @param deletes whether the change deletes
   */
  static Column position(Dataset<Row> rows, Column deletes) {
    return isPlaced(rows) ? col(Trace.POSITION) : xxhash64(content(rows, deletes));
  }

  /** Whether rows know the file that they were read from, and where in it they stood. */
  static boolean isPlaced(Dataset<Row> rows) {
    return Arrays.asList(rows.columns()).containsAll(List.of(Trace.FILE, Trace.POSITION));
  }

  /** A text that is the same for changes that are equal, in whatever run and order of columns. */
  static Column content(Dataset<Row> rows, Column deletes) {
    List<Column> all = new ArrayList<>(List.of(deletes.as("_d")));
    Trace.dataColumns(rows).stream()
        .filter(name -> !name.equals(COLUMN))
        .sorted(Comparator.comparing(Change::columnKey))
        .forEach(name -> all.add(Columns.named(name).as(columnKey(name))));
    return to_json(struct(all.toArray(Column[]::new)), TO_THE_MICROSECOND);
  }

  /** Where a row stands, if it knows. */
  static Column origin(Dataset<Row> rows, String column) {
    return Arrays.asList(rows.columns()).contains(column) ? col(column) : lit(null);
  }
}
