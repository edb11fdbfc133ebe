package io.millrace.jobs.text;

import io.millrace.transforms.InvalidInputException;
import io.millrace.transforms.Trace;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * Text files as rows: the columns of the schema, then those of {@link Trace}.
 *
 * <p>A record that does not fit is a row whose data columns are all null and whose {@link
 * Trace#ASIDE} says why. What a record is never depends on the columns a query reads: the number of
 * fields and every typed column of the schema are checked even where Spark prunes them; only string
 * columns, which cannot fail, and the trace cost nothing when pruned.
 *
 * <p>Spark makes the table from options, which are strings, so the scan waits in a map on the
 * driver under the id of its count; {@link Reading#close} takes it out.
 */
public final class TextRows {

  static final String SCAN = "scan";

  private static final Map<Long, Prepared> SCANS = new ConcurrentHashMap<>();

  private TextRows() {}

  /** The rows of {@code scan}; nothing is read before the first query. */
  public static Reading rows(SparkSession spark, TextScan scan) {
    if (scan.format() == TextFormat.DELIMITED) {
      OptionalColumns.of(List.of(scan.schema().fieldNames()), scan.dialect());
    }
    RowCount count = new RowCount();
    spark.sparkContext().register(count);
    String zone = spark.conf().get("spark.sql.session.timeZone");
    HadoopSettings hadoop = new HadoopSettings(spark.sparkContext().hadoopConfiguration());
    SCANS.put(count.id(), new Prepared(scan, count, zone, hadoop));
    try {
      String id = Long.toString(count.id());
      return new Reading(
          spark.read().format(TextSource.class.getName()).option(SCAN, id).load(), count);
    } catch (RuntimeException e) {
      release(count);
      throw e;
    }
  }

  /** The columns that the header of {@code file} names, all strings; empty if it has no record. */
  public static StructType header(SparkSession spark, TextFile file, Dialect dialect) {
    StructType columns = new StructType();
    try (SplitRecords records = head(spark, file, dialect)) {
      if (records.header() != null) {
        for (String name : records.header().distinctNames()) {
          columns = columns.add(name, DataTypes.StringType);
        }
      }
    }
    return columns;
  }

  /** The names in the header of {@code file} as they stand, be they empty or there twice. */
  public static List<String> headerNames(SparkSession spark, TextFile file, Dialect dialect) {
    try (SplitRecords records = head(spark, file, dialect)) {
      return records.header() == null ? List.of() : records.header().names();
    }
  }

  private static SplitRecords head(SparkSession spark, TextFile file, Dialect dialect) {
    StructType any = new StructType().add("any", DataTypes.StringType);
    TextScan scan = new TextScan(TextFormat.DELIMITED, List.of(file), any, dialect, Long.MAX_VALUE);
    Split whole = new Split(0, file, 0, file.length(), true);
    return SplitRecords.open(whole, scan, spark.sparkContext().hadoopConfiguration(), null);
  }

  /** Whether {@code text} is a value of {@code type}, by the rules for a field of a file. */
  public static boolean fits(SparkSession spark, String text, DataType type) {
    return FolderVectors.fits(text, type, spark.conf().get("spark.sql.session.timeZone"));
  }

  /**
   * The columns of JSON files, inferred from all records that are JSON objects, in the order in
   * which they first appear. Numbers get a type that changes none of them; values of several kinds
   * are strings that keep their text.
   */
  public static Inferred inferred(
      SparkSession spark, List<TextFile> files, Dialect dialect, long splitBytes) {
    return JsonColumns.infer(spark, files, dialect, splitBytes);
  }

  static Prepared find(String id) {
    Prepared scan = id == null ? null : SCANS.get(Long.valueOf(id));
    if (scan == null) {
      throw new InvalidInputException(
          "this text source has no scan "
              + id
              + "; make its rows with TextRows.rows and close the reading after the last query");
    }
    return scan;
  }

  static void release(RowCount count) {
    SCANS.remove(count.id());
  }

  static int open() {
    return SCANS.size();
  }

  /** A scan with what the session adds to it. */
  record Prepared(TextScan scan, RowCount count, String zone, HadoopSettings hadoop) {}
}
