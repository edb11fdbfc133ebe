package io.millrace.replica;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

/** The shape of a table and the keys that its rows may have, all from one seed. */
final class RandomTable {

  private static final List<List<TableColumn.Type>> KEY_SHAPES =
      List.of(
          List.of(TableColumn.Type.INT),
          List.of(TableColumn.Type.INT, TableColumn.Type.TEXT),
          List.of(TableColumn.Type.TEXT),
          List.of(TableColumn.Type.BIGINT),
          List.of(TableColumn.Type.TEXT, TableColumn.Type.TEXT),
          List.of(TableColumn.Type.DATE, TableColumn.Type.INT));

  private static final List<String> KEY_NAMES = List.of("id", "part");
  private static final List<String> NAMES =
      List.of("amount", "Note", "order", "größe", "unit price", "since", "x", "a_long_column_name");

  final long seed;
  final String name;
  final List<TableColumn> columns;
  final List<List<String>> keys;
  private final RandomValues values;

  RandomTable(long seed, Random random) {
    this.seed = seed;
    this.name = "t_" + seed;
    this.values = new RandomValues(random);
    this.columns = columns(random);
    this.keys = keys(random);
  }

  private List<TableColumn> columns(Random random) {
    List<TableColumn.Type> shape = KEY_SHAPES.get((int) (seed % KEY_SHAPES.size()));
    List<TableColumn> made = new ArrayList<>();
    for (int i = 0; i < shape.size(); i++) {
      made.add(new TableColumn(KEY_NAMES.get(i), shape.get(i), true));
    }
    List<String> names = new ArrayList<>(NAMES);
    Collections.shuffle(names, random);
    for (String other : names.subList(0, 1 + random.nextInt(NAMES.size()))) {
      made.add(new TableColumn(other, values.oneOf(List.of(TableColumn.Type.values())), false));
    }
    if (values.oneIn(4)) {
      Collections.shuffle(made, random); // a key need not come first
    }
    return List.copyOf(made);
  }

  /** Few enough that the same key comes again and again. */
  private List<List<String>> keys(Random random) {
    Set<List<String>> made = new LinkedHashSet<>();
    int wanted = 6 + random.nextInt(50);
    for (int tries = 0; tries < 2 * wanted; tries++) {
      made.add(keyColumns().stream().map(column -> values.value(column.type())).toList());
    }
    return new ArrayList<>(made).subList(0, Math.min(wanted, made.size()));
  }

  List<TableColumn> keyColumns() {
    return columns.stream().filter(TableColumn::key).toList();
  }

  List<TableColumn> otherColumns() {
    return columns.stream().filter(column -> !column.key()).toList();
  }

  /** A value of a column that is no key, sometimes none. */
  String value(TableColumn column) {
    return values.oneIn(5) ? null : values.value(column.type());
  }
}
