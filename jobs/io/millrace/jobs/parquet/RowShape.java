package io.millrace.jobs.parquet;

/**
 * What all fields of a row share while they are written.
 *
 * @param fields how many a row has
 * @param bases room for as many places as a batch has rows
 */
record RowShape(int fields, int[] bases) {

  RowShape(int fields) {
    this(fields, new int[RowBatch.MOST_ROWS]);
  }
}
