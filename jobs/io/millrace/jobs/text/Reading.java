package io.millrace.jobs.text;

import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Rows that will be read, and how many were. Close it when the last query over {@code rows} is
 * done: the driver keeps the scan for Spark to find until then.
 */
public record Reading(Dataset<Row> rows, RowCount count) implements AutoCloseable {

  @Override
  public void close() {
    TextRows.release(count);
  }
}
