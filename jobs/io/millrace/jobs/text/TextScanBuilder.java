package io.millrace.jobs.text;

import org.apache.spark.sql.connector.read.Scan;
import org.apache.spark.sql.connector.read.ScanBuilder;
import org.apache.spark.sql.connector.read.SupportsPushDownRequiredColumns;
import org.apache.spark.sql.types.StructType;

/** Learns from Spark which columns a query reads. */
final class TextScanBuilder implements ScanBuilder, SupportsPushDownRequiredColumns {

  private final TextRows.Prepared prepared;
  private StructType columns;

  TextScanBuilder(TextRows.Prepared prepared) {
    this.prepared = prepared;
    this.columns = prepared.scan().rows();
  }

  @Override
  public void pruneColumns(StructType required) {
    StructType all = prepared.scan().rows();
    columns = new StructType();
    for (String name : required.fieldNames()) {
      columns = columns.add(all.apply(name)); // whole columns: parts of a struct are not pruned
    }
  }

  @Override
  public Scan build() {
    return new PlannedScan(prepared, columns);
  }
}
