package io.millrace.jobs.io;

import io.millrace.transforms.ClosestName;
import io.millrace.transforms.Columns;
import io.millrace.transforms.InvalidInputException;
import io.millrace.transforms.Require;
import io.millrace.udf.Functions;
import io.millrace.udf.HiveHash;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructType;

/**
 * Rows of each folder are parted by the hash of some columns, one file or more per bucket: a reader
 * who looks for one value opens the files of its bucket alone. Hash and file names are those of
 * Hive, which Athena reads by default: {@code 000002_0_…} is of bucket 2.
 *
 * @param columns booleans, whole numbers, dates or strings, which stay in the files
 * @param buckets their number, 1 to 100,000
 * @see <a
 *     href="https://docs.aws.amazon.com/athena/latest/ug/ctas-partitioning-and-bucketing-what-is-bucketing.html">
 *     What is bucketing?</a> in the guide to Athena
 */
public record BucketBy(List<String> columns, int buckets) {

  private static final int MOST = 100_000;

  public BucketBy {
    columns = Require.names(columns, "columns");
    if (buckets < 1 || buckets > MOST) {
      throw new IllegalArgumentException(
          "buckets must be between 1 and 100000, was " + Integer.toString(buckets));
    }
  }

  /** Refuses columns that are not there, are folders, or have no hash. */
  void check(StructType rows, List<String> folders) {
    for (String column : columns) {
      List<String> present = List.of(rows.fieldNames());
      DataType type =
          Arrays.stream(rows.fields())
              .filter(field -> field.name().equalsIgnoreCase(column))
              .findFirst()
              .orElseThrow(
                  () ->
                      new InvalidInputException(
                          "sink.bucket-by: no column %s; the rows have %s%s"
                              .formatted(
                                  column,
                                  String.join(", ", present),
                                  ClosestName.suggestion(column, present))))
              .dataType();
      if (folders.stream().anyMatch(column::equalsIgnoreCase)) {
        throw new InvalidInputException(
            "sink.bucket-by: column %s is a folder already; take it out of partition-by or of bucket-by"
                .formatted(column));
      }
      if (!HiveHash.TYPES.contains(type)) {
        throw new InvalidInputException(
            "sink.bucket-by: column %s is %s, and buckets are of booleans, whole numbers, dates and strings; cast it"
                .formatted(column, type.simpleString()));
      }
    }
  }

  /** The beginning of the name of the file that a row belongs in, in SQL. */
  String fileNameSql() {
    String hash = "0";
    for (String column : columns) {
      // A null counts as 0, whatever the type.
      hash =
          "coalesce(%1$s.hive_hash(%2$s, %3$s), %1$s.hive_hash(%2$s, 0))"
              .formatted(Functions.CATALOG, hash, Columns.quoted(column));
    }
    return "format_string('%%06d_0_', (%s & 2147483647) %% %s)"
        .formatted(hash, Integer.toString(buckets));
  }

  /** As a sentence of {@code plan} says it. */
  @Override
  public String toString() {
    return "%s of %s"
        .formatted(
            buckets == 1 ? "1 bucket" : Integer.toString(buckets) + " buckets",
            columns.stream().collect(Collectors.joining(", ")));
  }
}
