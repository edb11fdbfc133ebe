package io.millrace.transforms;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.raise_error;
import static org.apache.spark.sql.functions.spark_partition_id;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.when;

import io.millrace.udf.Functions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * The hidden columns that follow a row through a job: where it came from, and why it was set aside.
 *
 * <p>A row that is rejected, or that a filter takes out, is not dropped: {@link #ASIDE} is set and
 * the row travels on, so the sink can write and count it without a second read of the input. Rows
 * without these columns (a step used outside a job) are filtered at once, and a value that would be
 * rejected fails the query.
 */
public final class Trace {

  /** Begins the name of every column that is not the user's. */
  public static final String PREFIX = "_millrace_";

  /** Path of the file a row was read from (string). */
  public static final String FILE = PREFIX + "file";

  /**
   * Place of the record in its file (bigint): byte offset for text, row number for Parquet, null
   * for a file that is a reject as a whole.
   */
  public static final String POSITION = PREFIX + "position";

  /** The record as it stood in the file (string); never null from a reader of text. */
  public static final String RAW = PREFIX + "raw";

  /** Null for a good row, else {@link #ASIDE_TYPE}. */
  public static final String ASIDE = PREFIX + "aside";

  /** {@code kind} of a row that does not fit. */
  public static final String REJECT = "reject";

  /** {@code kind} of a row that a filter took out. */
  public static final String FILTER = "filter";

  /** Begins the {@code kind} of a row that was set aside before a job's outputs parted. */
  public static final String SHARED = "shared-";

  /**
   * Why a row was set aside: {@code kind} ({@link #REJECT} or {@link #FILTER}), {@code rule} (the
   * step, or {@code read}), {@code reason} (a sentence without values of the row), {@code column},
   * {@code file}, {@code position} and {@code raw}.
   */
  public static final StructType ASIDE_TYPE =
      new StructType()
          .add("kind", DataTypes.StringType)
          .add("rule", DataTypes.StringType)
          .add("reason", DataTypes.StringType)
          .add("column", DataTypes.StringType)
          .add("file", DataTypes.StringType)
          .add("position", DataTypes.LongType)
          .add("raw", DataTypes.StringType);

  private Trace() {}

  /** Whether these rows carry their trace. */
  public static boolean isOn(Dataset<Row> rows) {
    return Arrays.asList(rows.columns()).contains(ASIDE);
  }

  private static boolean isHidden(String column) {
    return column.startsWith(PREFIX);
  }

  /** The columns of {@code rows} that are the user's. */
  public static List<String> dataColumns(Dataset<Row> rows) {
    return Arrays.stream(rows.columns()).filter(name -> !isHidden(name)).toList();
  }

  /** Selects {@code columns}, and the trace if there is one. */
  public static Dataset<Row> select(Dataset<Row> rows, List<Column> columns) {
    List<Column> all = new ArrayList<>(columns);
    Arrays.stream(rows.columns()).filter(Trace::isHidden).forEach(name -> all.add(col(name)));
    return rows.select(all.toArray(Column[]::new));
  }

  /** Takes out the rows for which {@code keep} is not true; {@code rule} names the step. */
  public static Dataset<Row> filter(Dataset<Row> rows, Column keep, String rule) {
    if (!isOn(rows)) {
      return rows.where(keep);
    }
    Column out = coalesce(keep, lit(false)).equalTo(false);
    return set(rows, when(out, aside(rows, FILTER, rule, lit(null), lit(null))));
  }

  /**
   * Sets aside the rows for which {@code reason} is not null.
   *
   * @param rule the step that judges
   * @param column the column that does not fit, or null
   * @param reason a string column: a sentence that holds no value of the row, or null for a good
   *     one
   */
  public static Dataset<Row> reject(Dataset<Row> rows, String rule, String column, Column reason) {
    if (!isOn(rows)) {
      Column message = concat(lit(rule + ": "), reason);
      // Not deterministic, so that Spark judges no row that a step before this one took out.
      Column fits = spark_partition_id().geq(0);
      return rows.where(when(reason.isNotNull(), raise_error(message)).otherwise(fits));
    }
    return set(rows, when(reason.isNotNull(), aside(rows, REJECT, rule, reason, lit(column))));
  }

  /** Marks what is aside already as {@link #SHARED}: it is written by another output. */
  public static Dataset<Row> shared(Dataset<Row> rows) {
    Column kind = concat(lit(SHARED), col(ASIDE).getField("kind"));
    return rows.withColumn(ASIDE, col(ASIDE).withField("kind", kind));
  }

  /** Leaves the text of the record out of what is kept of a row that was set aside. */
  public static Dataset<Row> withoutRaw(Dataset<Row> rows) {
    Column none = lit(null).cast("string");
    return rows.withColumn(ASIDE, col(ASIDE).withField("raw", none));
  }

  /** A row that is already aside is not judged again: {@code coalesce} stops at the first value. */
  private static Dataset<Row> set(Dataset<Row> rows, Column aside) {
    return rows.withColumn(ASIDE, coalesce(col(ASIDE), aside));
  }

  private static Column aside(
      Dataset<Row> rows, String kind, String rule, Column reason, Column column) {
    List<String> present = Arrays.asList(rows.columns());
    Column none = lit(null).cast("string");
    boolean rejected = kind.equals(REJECT);
    return struct(
        lit(kind).as("kind"),
        lit(rule).as("rule"),
        reason.cast("string").as("reason"),
        column.cast("string").as("column"),
        (rejected && present.contains(FILE) ? col(FILE) : none).as("file"),
        (rejected && present.contains(POSITION) ? col(POSITION) : lit(null))
            .cast("long")
            .as("position"),
        (rejected ? raw(rows) : none).as("raw"));
  }

  /** The text of the record, or where there is none the columns, as JSON. */
  private static Column raw(Dataset<Row> rows) {
    boolean told = Arrays.asList(rows.columns()).contains(RAW);
    if (told && !rows.schema().apply(RAW).nullable()) {
      return col(RAW);
    }
    Column[] data = dataColumns(rows).stream().map(Columns::named).toArray(Column[]::new);
    Column json = Functions.call(rows.sparkSession(), "record_json", struct(data));
    return told ? coalesce(col(RAW), json) : json;
  }
}
