package io.millrace.jobs.parquet;

import java.util.List;
import java.util.stream.Stream;

/** A map: an array of keys and one of values. */
final class MapGroup extends Field {

  private final Elements keys;
  private final Elements values;
  private final List<Chunk> columns;

  MapGroup(Elements keys, Elements values) {
    this.keys = keys;
    this.values = values;
    this.columns =
        Stream.concat(keys.field().columns().stream(), values.field().columns().stream()).toList();
  }

  @Override
  List<Chunk> columns() {
    return columns;
  }

  /** The length of the keys comes first, then the keys, then the values. */
  @Override
  void write(byte[] row, int base, int at, int repetition) {
    int map = place(row, base, at);
    int keyArray = map + Long.BYTES;
    int keyBytes = (int) (long) Bytes.LONG.get(row, map);
    keys.write(row, keyArray, repetition);
    values.write(row, keyArray + keyBytes, repetition);
  }

  @Override
  void missing(int repetition, int definition) {
    keys.field().missing(repetition, definition);
    values.field().missing(repetition, definition);
  }
}
