package io.millrace.jobs.parquet;

import java.util.List;

/** A field whose values are one column. */
final class LeafField extends Field {

  private final Chunk column;
  private final List<Chunk> columns;

  LeafField(Chunk column) {
    this.column = column;
    this.columns = List.of(column);
  }

  @Override
  List<Chunk> columns() {
    return columns;
  }

  @Override
  void write(byte[] row, int base, int at, int repetition) {
    column.present(repetition, 1);
    column.value(row, base, at);
  }

  @Override
  void missing(int repetition, int definition) {
    column.missing(repetition, definition);
  }

  @Override
  void rows(RowBatch batch, RowShape shape, int ordinal, int from, int to) {
    byte[] row = batch.bytes();
    int[] bases = shape.bases();
    int count = 0;
    int told = 0;
    for (int i = from; i < to; i++) {
      int base = batch.start(i);
      if (isNull(row, base, ordinal)) {
        column.present(0, count - told);
        told = count;
        column.missing(0, 0);
      } else {
        bases[count++] = base;
      }
    }
    column.present(0, count - told);
    column.values(row, bases, count, slot(shape.fields(), ordinal));
  }
}
