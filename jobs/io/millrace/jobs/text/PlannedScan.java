package io.millrace.jobs.text;

import java.util.Locale;
import java.util.OptionalLong;
import org.apache.spark.sql.connector.read.Batch;
import org.apache.spark.sql.connector.read.InputPartition;
import org.apache.spark.sql.connector.read.PartitionReaderFactory;
import org.apache.spark.sql.connector.read.Statistics;
import org.apache.spark.sql.connector.read.SupportsReportStatistics;
import org.apache.spark.sql.types.StructType;

/** A scan for one query: its columns, its partitions, how it reads in {@code explain}. */
record PlannedScan(TextRows.Prepared prepared, StructType columns)
    implements SupportsReportStatistics, Batch {

  @Override
  public StructType readSchema() {
    return columns;
  }

  @Override
  public String description() {
    TextScan scan = prepared.scan();
    String name = scan.format().name().toLowerCase(Locale.ROOT).replace('_', ' ');
    String first = scan.files().isEmpty() ? "" : ", from " + scan.files().get(0).path();
    return String.format(
        Locale.ROOT,
        "millrace %s: %d files%s, %d bytes in parts of %d, columns %s",
        name,
        scan.files().size(),
        first,
        bytes(),
        scan.splitBytes(),
        String.join(", ", columns.fieldNames()));
  }

  @Override
  public String toString() {
    return description();
  }

  @Override
  public ColumnarSupportMode columnarSupportMode() {
    return ColumnarSupportMode.SUPPORTED;
  }

  @Override
  public Batch toBatch() {
    return this;
  }

  @Override
  public InputPartition[] planInputPartitions() {
    return SplitPlan.partitions(prepared.scan()).toArray(InputPartition[]::new);
  }

  @Override
  public PartitionReaderFactory createReaderFactory() {
    return new TextReaders(
        prepared.scan(), columns, prepared.zone(), prepared.hadoop(), prepared.count());
  }

  @Override
  public Statistics estimateStatistics() {
    OptionalLong bytes = OptionalLong.of(Math.max(1, bytes()));
    return new Statistics() {
      @Override
      public OptionalLong sizeInBytes() {
        return bytes;
      }

      @Override
      public OptionalLong numRows() {
        return OptionalLong.empty();
      }
    };
  }

  /** Bytes as they will be in memory, a compressed file taken for four times its size. */
  private long bytes() {
    return prepared.scan().files().stream()
        .mapToLong(
            file -> Compression.ofName(file.path()) == null ? file.length() : 4 * file.length())
        .sum();
  }
}
