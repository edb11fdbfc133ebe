package io.millrace.replica;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;

/** Statements that change rows of a table; what is not a key is random. */
record RandomSql(RandomTable table, Random random) {

  Sql insert(List<String> key) {
    Iterator<String> parts = key.iterator();
    List<String> values = new ArrayList<>();
    for (TableColumn column : table.columns) {
      values.add(column.key() ? parts.next() : table.value(column));
    }
    String marks = values.stream().map(value -> "?").collect(Collectors.joining(", "));
    return new Sql("INSERT INTO %s VALUES (%s)".formatted(table.name, marks), values);
  }

  Sql upsert(List<String> key) {
    Sql insert = insert(key);
    String sets =
        table.otherColumns().stream()
            .map(column -> "%1$s = excluded.%1$s".formatted(column.quoted()))
            .collect(Collectors.joining(", "));
    return new Sql(
        "%s ON CONFLICT (%s) DO UPDATE SET %s".formatted(insert.statement(), keyNames(), sets),
        insert.values());
  }

  Sql update(List<String> key) {
    Sql set = updateAll();
    return where(set.statement(), set.values(), key);
  }

  /** Some columns of every row. */
  Sql updateAll() {
    List<TableColumn> all = new ArrayList<>(table.otherColumns());
    Collections.shuffle(all, random);
    List<TableColumn> some = all.subList(0, 1 + random.nextInt(all.size()));
    List<String> values = some.stream().map(table::value).collect(Collectors.toList());
    String sets =
        some.stream().map(column -> column.quoted() + " = ?").collect(Collectors.joining(", "));
    return new Sql("UPDATE %s SET %s".formatted(table.name, sets), values);
  }

  Sql delete(List<String> key) {
    return where("DELETE FROM " + table.name, List.of(), key);
  }

  /** The row of a key gets another key, now and then with new values. */
  Sql move(List<String> from, List<String> to) {
    String sets = equalities(", ");
    List<String> values = new ArrayList<>(to);
    if (random.nextBoolean()) {
      TableColumn other = table.otherColumns().get(random.nextInt(table.otherColumns().size()));
      sets += ", " + other.quoted() + " = ?";
      values.add(table.value(other));
    }
    return where("UPDATE %s SET %s".formatted(table.name, sets), values, from);
  }

  private Sql where(String statement, List<String> values, List<String> key) {
    List<String> all = new ArrayList<>(values);
    all.addAll(key);
    return new Sql(statement + " WHERE " + equalities(" AND "), all);
  }

  private String equalities(String between) {
    return table.keyColumns().stream()
        .map(column -> column.quoted() + " = ?")
        .collect(Collectors.joining(between));
  }

  private String keyNames() {
    return table.keyColumns().stream().map(TableColumn::quoted).collect(Collectors.joining(", "));
  }
}
