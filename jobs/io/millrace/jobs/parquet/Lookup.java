package io.millrace.jobs.parquet;

/**
 * Room for what is found out about the values of a batch, step by step, before each has its id.
 *
 * @param places where each value begins
 * @param lengths of each, bytes
 * @param hashes of each
 * @param entries of a dictionary's slots
 * @param found ids that may be theirs
 */
record Lookup(int[] places, int[] lengths, long[] hashes, long[] entries, int[] found) {

  /** For as many as a batch has rows. */
  Lookup() {
    this(
        new int[RowBatch.MOST_ROWS],
        new int[RowBatch.MOST_ROWS],
        new long[RowBatch.MOST_ROWS],
        new long[RowBatch.MOST_ROWS],
        new int[RowBatch.MOST_ROWS]);
  }
}
