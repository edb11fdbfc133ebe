package io.millrace.jobs.parquet;

import java.util.List;

/** A struct: its fields one after another. */
final class StructGroup extends Field {

  private final List<Field> fields;
  private final List<Chunk> columns;
  private final int definition;

  /**
   * @param definition the level at which the struct is there
   */
  StructGroup(List<Field> fields, int definition) {
    this.fields = List.copyOf(fields);
    this.columns = fields.stream().flatMap(field -> field.columns().stream()).toList();
    this.definition = definition;
  }

  @Override
  List<Chunk> columns() {
    return columns;
  }

  @Override
  void write(byte[] row, int base, int at, int repetition) {
    int struct = place(row, base, at);
    for (int i = 0; i < fields.size(); i++) {
      if (isNull(row, struct, i)) {
        fields.get(i).missing(repetition, definition);
      } else {
        fields.get(i).write(row, struct, struct + slot(fields.size(), i), repetition);
      }
    }
  }

  @Override
  void missing(int repetition, int definition) {
    for (Field field : fields) {
      field.missing(repetition, definition);
    }
  }
}
