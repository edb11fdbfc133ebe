package io.millrace.transforms;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.when;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;

/**
 * Takes rows as AWS DMS writes them apart: the table's own columns, and {@code _change}, which says
 * what was done and in which order ({@link Change}). A row without an operation is an insert only
 * if it is known to be of a full load; else it is a reject, as is any operation but I, U and D, a
 * deletion in a full load, and a change without its timestamp or its change sequence.
 *
 * <p>The order is: full load before changes, the change sequence if there is one, the timestamp,
 * the name of the file, the place in it. Rows that do not know their file are in the order of
 * change sequence and timestamp only; of those that are level, one is taken for the last, always
 * the same one. Where neither is there, the step refuses. In a job, where a step such as {@code
 * deduplicate} took file and position away, it refuses unless {@code full-load} and a change
 * sequence say what they would have said.
 *
 * @param op name of the column with the operation; rows may have none. {@code AR_H_OPERATION} says
 *     the same in words
 * @param timestamp the column that DMS calls TimestampColumnName: a string such as {@code
 *     2026-01-31 13:07:09.123456}, taken as it stands, in no zone
 * @param changeSeq the column made by {@code $AR_H_CHANGE_SEQ}; found by itself if it is called
 *     {@code AR_H_CHANGE_SEQ} or {@code header__change_seq}. All columns called {@code AR_H_…} or
 *     {@code header__…} leave
 * @param fullLoad SQL condition of a row of a full load, over the columns, {@code _file_name} and
 *     {@code _file_path}. Without it, files are full loads by their name: {@code LOAD0000000A.csv}
 * @param load SQL expression that numbers the full loads, over the same; a later load and its
 *     changes come behind all before. 0 if absent
 * @param insertsOnly whether rows of other files without operation are inserts, as with DMS's
 *     CdcInsertsOnly
 * @param keepTimestamp whether the timestamp stays a column of the table
 * @param notSupplied the text of DMS's CsvNoSupValue: becomes null, and {@code _not_supplied} lists
 *     the columns that had it
 */
@Summary("Takes rows of AWS DMS apart: the table's own columns, and what was done in which order.")
@Example("{ type = normalize-dms-changes, timestamp = dms_timestamp }")
public record NormalizeDmsChanges(
    @Default("Op") String op,
    Optional<String> timestamp,
    Optional<String> changeSeq,
    Optional<String> fullLoad,
    Optional<String> load,
    @Default("false") boolean insertsOnly,
    @Default("false") boolean keepTimestamp,
    Optional<String> notSupplied)
    implements RowWise {

  private static final String RULE = "normalize-dms-changes";
  private static final String FULL = Trace.PREFIX + "full";
  private static final String LOAD = Trace.PREFIX + "load";
  private static final String AT = Trace.PREFIX + "at";
  private static final String SAID = Trace.PREFIX + "said";
  private static final String LETTER = Trace.PREFIX + "letter";
  private static final String NAMED = Trace.PREFIX + "name";
  private static final String NAME = "_file_name";
  private static final String PATH = "_file_path";
  private static final String LOAD_FILE = "\\A(SEGMENT[0-9]+_)?LOAD[0-9A-F]{8}";

  public NormalizeDmsChanges {
    Require.notBlank(op, "op");
    timestamp.ifPresent(name -> Require.notBlank(name, "timestamp"));
    changeSeq.ifPresent(name -> Require.notBlank(name, "change-seq"));
    fullLoad.ifPresent(sql -> Require.notBlank(sql, "full-load"));
    load.ifPresent(sql -> Require.notBlank(sql, "load"));
    notSupplied.ifPresent(text -> Require.notBlank(text, "not-supplied"));
    if (keepTimestamp && timestamp.isEmpty()) {
      throw new IllegalArgumentException("keep-timestamp needs timestamp, the column to keep");
    }
  }

  /** With this timestamp column (or none if empty), and the defaults for all else. */
  public NormalizeDmsChanges(Optional<String> timestamp) {
    this(
        "Op",
        timestamp,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        false,
        false,
        Optional.empty());
  }

  @Override
  public Dataset<Row> apply(Dataset<Row> rows) {
    Require.noColumns(rows, this, List.of(Change.COLUMN, Change.NOT_SUPPLIED, NAME, PATH));
    DmsColumns columns = DmsColumns.of(rows, this);
    requireOrder(rows, columns);
    Dataset<Row> judged = judged(told(rows, columns), columns);
    List<Column> all = new ArrayList<>();
    List<Column> missing = new ArrayList<>();
    for (String name : columns.data(rows, keepTimestamp)) {
      Column value = Columns.named(name);
      boolean text = Require.field(rows, name).dataType().equals(DataTypes.StringType);
      if (notSupplied.isPresent() && text) {
        Column marked = coalesce(value.equalTo(notSupplied.get()), lit(false));
        missing.add(when(marked, lit(name)));
        value = when(not(marked), value).as(name);
      }
      all.add(value);
    }
    all.add(change(rows, columns).as(Change.COLUMN));
    if (notSupplied.isPresent()) {
      all.add(Change.listed(missing).as(Change.NOT_SUPPLIED));
    }
    return Trace.select(judged, all).drop(FULL, LOAD, AT, SAID, LETTER, NAMED);
  }

  private void requireOrder(Dataset<Row> rows, DmsColumns columns) {
    if (Change.isPlaced(rows)) {
      return;
    }
    boolean told = fullLoad.isPresent() && columns.changeSeq().isPresent();
    if (Trace.isOn(rows) && !told) {
      throw new InvalidInputException(
          "normalize-dms-changes: these rows do not know their file and their position in it, by"
              + " which a full load is told from changes, and changes of one time are in order; put"
              + " normalize-dms-changes directly after the source, before any step such as"
              + " deduplicate, join or sql, or give full-load and have a change sequence");
    }
    if (columns.timestamp().isEmpty() && columns.changeSeq().isEmpty()) {
      throw new InvalidInputException(
          "normalize-dms-changes: nothing puts these rows in order: they have no place in a file,"
              + " and neither timestamp nor change-seq; name the column that DMS's"
              + " TimestampColumnName or $AR_H_CHANGE_SEQ made");
    }
  }

  /**
   * Columns that are needed more than once: of a full load, its number, the time, the operation.
   */
  private Dataset<Row> told(Dataset<Row> rows, DmsColumns columns) {
    Column path = Change.origin(rows, Trace.FILE).cast("string");
    Dataset<Row> filed = rows.withColumn(PATH, path);
    filed = filed.withColumn(NAME, expr("substring_index(" + PATH + ", '/', -1)"));
    Column full =
        fullLoad.isPresent()
            ? typed(filed, "full-load", fullLoad.get(), DataTypes.BooleanType)
            : isLoad(col(NAME));
    Column number =
        load.isPresent()
            ? typed(filed, "load", load.get(), DataTypes.IntegerType)
            : lit(0).cast("int");
    Column at =
        time(rows, columns)
            .map(time -> time.value(rows.sparkSession()))
            .orElse(lit(null).cast(DataTypes.TimestampNTZType));
    return filed
        .withColumn(FULL, coalesce(full, lit(false)))
        .withColumn(LOAD, number)
        .withColumn(AT, at)
        .withColumn(SAID, columns.said())
        .withColumn(LETTER, columns.letter())
        .withColumn(NAMED, col(NAME))
        .drop(NAME, PATH);
  }

  /** Most files begin otherwise, and are told without the pattern. */
  private static Column isLoad(Column name) {
    return name.startsWith("LOAD").or(name.startsWith("SEGMENT")).and(name.rlike(LOAD_FILE));
  }

  private static Optional<DmsTimestamp> time(Dataset<Row> rows, DmsColumns columns) {
    return columns
        .timestamp()
        .map(name -> new DmsTimestamp(name, Require.field(rows, name).dataType()));
  }

  private Column typed(Dataset<Row> rows, String key, String sql, DataType wanted) {
    Column value = new SqlExpression(key, sql).ofARow(rows, this);
    DataType type = rows.select(value.as("value")).schema().apply("value").dataType();
    if (!type.equals(wanted)) {
      throw new InvalidInputException(
          "normalize-dms-changes: %s: '%s' is %s, but must be %s"
              .formatted(key, sql, type.catalogString(), wanted.catalogString()));
    }
    return value;
  }

  private Dataset<Row> judged(Dataset<Row> rows, DmsColumns columns) {
    Column isChange = not(col(FULL));
    Column guessed = col(SAID).isNull().and(isChange).and(lit(!insertsOnly));
    Column reason =
        when(
                guessed,
                lit("no operation, and not of a full load; nothing is guessed to be an insert"))
            .when(
                col(SAID).isNotNull().and(col(LETTER).isNull()),
                lit("the operation is none of I, U, D"))
            .when(col(LETTER).equalTo("D").and(col(FULL)), lit("a deletion in a full load"));
    String where = columns.op().or(columns::word).orElse(op);
    Dataset<Row> judged = Trace.reject(rows, RULE, where, reason);
    if (load.isPresent()) {
      judged = Trace.reject(judged, RULE, null, when(col(LOAD).isNull(), lit("load is null")));
    }
    Optional<DmsTimestamp> time = time(rows, columns);
    if (time.isPresent()) {
      judged = Trace.reject(judged, RULE, time.get().name(), time.get().problem(col(AT), isChange));
    }
    Optional<Column> sequence = columns.sequence(rows);
    if (sequence.isPresent()) {
      String name = columns.changeSeq().orElseThrow();
      Column none = when(isChange.and(sequence.get().isNull()), lit("the change has no " + name));
      judged = Trace.reject(judged, RULE, name, none);
    }
    return judged;
  }

  private static Column change(Dataset<Row> rows, DmsColumns columns) {
    Column op = coalesce(col(LETTER), lit("I"));
    return Change.of(
        col(LOAD),
        when(col(FULL), 0).otherwise(1),
        columns.sequence(rows).map(value -> value.as("change_seq")).stream().toList(),
        col(AT),
        file(rows),
        Change.position(rows, op.equalTo("D")),
        op);
  }

  /** Its name first, so that files sort by it. In bytes, as Spark counts letters one by one. */
  private static Column file(Dataset<Row> rows) {
    if (!Arrays.asList(rows.columns()).contains(Trace.FILE)) {
      return lit(null);
    }
    return expr(
        """
        concat(%2$s, ' (', cast(left(cast(%1$s as binary), octet_length(%1$s) - octet_length(%2$s) - 1) as string), ')')
        """
            .formatted(Trace.FILE, NAMED));
  }
}
