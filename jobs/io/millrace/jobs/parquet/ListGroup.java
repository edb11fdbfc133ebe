package io.millrace.jobs.parquet;

import java.util.List;

/** An array. */
final class ListGroup extends Field {

  private final Elements elements;

  ListGroup(Elements elements) {
    this.elements = elements;
  }

  @Override
  List<Chunk> columns() {
    return elements.field().columns();
  }

  @Override
  void write(byte[] row, int base, int at, int repetition) {
    elements.write(row, place(row, base, at), repetition);
  }

  @Override
  void missing(int repetition, int definition) {
    elements.field().missing(repetition, definition);
  }
}
