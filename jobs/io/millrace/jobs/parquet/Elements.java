package io.millrace.jobs.parquet;

/**
 * The elements of an array, or the keys or the values of a map.
 *
 * @param width bytes of an element
 * @param repetition the level of every element but the first
 * @param definition the level at which the array is there, and at most empty
 */
record Elements(Field field, int width, int repetition, int definition) {

  /** Adds the elements of the array that begins at {@code array}. */
  void write(byte[] row, int array, int first) {
    int count = (int) (long) Bytes.LONG.get(row, array);
    if (count == 0) {
      field.missing(first, definition);
      return;
    }
    int nulls = array + Long.BYTES;
    int begin = nulls + Field.nullBytes(count);
    for (int i = 0; i < count; i++) {
      int level = i == 0 ? first : repetition;
      if (Field.isNull(row, nulls, i)) {
        field.missing(level, definition + 1);
      } else {
        field.write(row, array, begin + i * width, level);
      }
    }
  }
}
