package io.millrace.jobs;

import io.millrace.jobs.RandomSource.Column;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;

/** Random steps, each as HOCON and as a query around the one before. */
final class RandomSteps {

  final List<String> hocon = new ArrayList<>();
  List<Column> columns;
  String query;
  private final Random random;
  private int made;

  RandomSteps(RandomSource source, String query, Random random) {
    this.columns = new ArrayList<>(source.columns);
    this.query = query;
    this.random = random;
    for (int step = random.nextInt(6); step > 0; step--) {
      add(random.nextInt(6));
    }
  }

  private void add(int kind) {
    switch (kind) {
      case 0 -> filter();
      case 1 -> drop();
      case 2 -> rename();
      case 3 -> derive();
      case 4 -> fill();
      default -> select();
    }
  }

  /** Any but {@code id}, which is in every row. */
  private Optional<Column> some() {
    List<Column> others = columns.subList(1, columns.size());
    return others.isEmpty()
        ? Optional.empty()
        : Optional.of(others.get(random.nextInt(others.size())));
  }

  private void around(String selected, String rest) {
    query = "select " + selected + " from (" + query + ")" + rest;
  }

  private void filter() {
    Column column = some().orElse(columns.get(0));
    String name = column.name();
    String where =
        switch (column.type()) {
          case "string" -> name + " <> 'a'";
          case "boolean" -> name;
          case "date" -> name + " >= DATE'1990-01-01'";
          case "int", "bigint", "decimal(12,2)" -> name + " > 3 OR " + name + " IS NULL";
          default -> name + " IS NOT NULL";
        };
    hocon.add("{ type = filter, where = \"%s\" }".formatted(where));
    around("*", " where " + where);
  }

  private void drop() {
    some()
        .ifPresent(
            column -> {
              hocon.add("{ type = drop, columns = [%s] }".formatted(column.name()));
              columns.remove(column);
              around(names(), "");
            });
  }

  private void rename() {
    some()
        .ifPresent(
            column -> {
              Column renamed = new Column("r" + made++, column.type());
              hocon.add(
                  "{ type = rename, columns { %s = %s } }"
                      .formatted(column.name(), renamed.name()));
              around(
                  columns.stream()
                      .map(
                          one ->
                              one.equals(column)
                                  ? one.name() + " as " + renamed.name()
                                  : one.name())
                      .collect(Collectors.joining(", ")),
                  "");
              columns.set(columns.indexOf(column), renamed);
            });
  }

  private void derive() {
    Column column = some().orElse(columns.get(0));
    String name = column.name();
    String type = column.type().matches("int|string") ? column.type() : "other";
    String expression =
        switch (type) {
          case "int" -> "CAST(%s AS BIGINT) * 3 + 1".formatted(name);
          case "string" -> "coalesce(%s, 'none') || '-' || substr(%s, 1, 2)".formatted(name, name);
          default -> "CASE WHEN %s IS NULL THEN 'no' ELSE 'yes' END".formatted(name);
        };
    Column derived = new Column("d" + made++, type.equals("int") ? "bigint" : "string");
    hocon.add("{ type = derive, columns { %s = \"%s\" } }".formatted(derived.name(), expression));
    around("*, " + expression + " as " + derived.name(), "");
    columns.add(derived);
  }

  private void fill() {
    some()
        .filter(column -> column.type().matches("int|string"))
        .ifPresent(
            column -> {
              String name = column.name();
              hocon.add("{ type = fill-nulls, columns { %s = \"7\" } }".formatted(name));
              String value = column.type().equals("int") ? "7" : "'7'";
              around("* replace (coalesce(%1$s, %2$s) as %1$s)".formatted(name, value), "");
            });
  }

  private void select() {
    List<Column> others = new ArrayList<>(columns.subList(1, columns.size()));
    Collections.shuffle(others, random);
    List<Column> kept = new ArrayList<>(List.of(columns.get(0)));
    kept.addAll(others.subList(0, random.nextInt(others.size() + 1)));
    columns = kept;
    hocon.add("{ type = select, columns = [%s] }".formatted(names()));
    around(names(), "");
  }

  private String names() {
    return columns.stream().map(Column::name).collect(Collectors.joining(", "));
  }
}
