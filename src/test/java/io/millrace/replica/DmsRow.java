package io.millrace.replica;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * A row as a replication task writes it: full load rows have op I and an empty sequence. {@code
 * absent} are the positions of columns that it does not supply; {@code before} is the old key, or
 * nulls.
 */
record DmsRow(
    boolean load,
    String op,
    long micros,
    String sequence,
    List<String> values,
    Set<Integer> absent,
    List<String> before) {

  /** Columns of the file that holds such rows, in their order. */
  static List<TableColumn> columns(Recording recording, DmsSettings settings, boolean load) {
    List<TableColumn> columns = new ArrayList<>();
    if (!load || settings.opInFullLoad()) {
      columns.add(new TableColumn("Op", TableColumn.Type.TEXT, false));
    }
    if (settings.timestampColumn() != null) {
      columns.add(new TableColumn(settings.timestampColumn(), TableColumn.Type.TEXT, false));
    }
    columns.addAll(recording.columns());
    if (settings.changeSequence()) {
      columns.add(new TableColumn("AR_H_CHANGE_SEQ", TableColumn.Type.TEXT, false));
    }
    if (settings.beforeImages()) {
      recording.columns().stream()
          .filter(TableColumn::key)
          .map(column -> new TableColumn("BI_" + column.name(), column.type(), false))
          .forEach(columns::add);
    }
    return columns;
  }

  /** The values for {@link #columns}; the text for a value not supplied may be null. */
  List<String> cells(DmsSettings settings, String notSupplied) {
    List<String> cells = new ArrayList<>();
    if (!load || settings.opInFullLoad()) {
      cells.add(op);
    }
    if (settings.timestampColumn() != null) {
      cells.add(Timeline.written(micros, settings.wholeSeconds()));
    }
    for (int i = 0; i < values.size(); i++) {
      cells.add(absent.contains(i) ? notSupplied : values.get(i));
    }
    if (settings.changeSequence()) {
      cells.add(sequence);
    }
    if (settings.beforeImages()) {
      cells.addAll(before);
    }
    return cells;
  }
}
