package io.millrace.jobs.text;

/** Finds the line end that closes a record, and can be interrupted at any byte. */
interface RecordEnd {

  /** The index of the closing line feed in {@code [from, to)}, else -1; then go on from to. */
  int find(byte[] bytes, int from, int to);

  /** Makes ready for the next record. */
  void reset();

  /** Every line feed ends a record. */
  static RecordEnd line() {
    long feed = Words.repeat('\n');
    return new RecordEnd() {
      @Override
      public int find(byte[] bytes, int from, int to) {
        int at = Words.find(bytes, from, to, feed);
        return at < to ? at : -1;
      }

      @Override
      public void reset() {}
    };
  }
}
