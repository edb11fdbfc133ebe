package io.millrace.transforms;

import static org.apache.spark.sql.functions.struct;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.spark.sql.Column;

/** The columns and structs that mappings build, in the order in which each is first named. */
final class MappedColumns {

  /** Either a value or fields; {@code mapping} is the first that asked for it. */
  private record Node(
      String name, ApplyMapping.Mapping mapping, Column value, Map<String, Node> fields) {

    Column column() {
      Column column = value == null ? struct(columnsOf(fields).toArray(Column[]::new)) : value;
      return column.as(name);
    }
  }

  private final Map<String, Node> roots = new LinkedHashMap<>();

  void add(ApplyMapping.Mapping mapping, Column value) {
    List<String> parts = mapping.target().parts();
    Map<String, Node> level = roots;
    for (int i = 0; i < parts.size(); i++) {
      boolean last = i == parts.size() - 1;
      Node made = new Node(parts.get(i), mapping, last ? value : null, new LinkedHashMap<>());
      Node there = level.putIfAbsent(parts.get(i).toLowerCase(Locale.ROOT), made);
      if (there != null && (last || there.value() != null)) {
        throw new IllegalArgumentException(
            "mappings: %s as %s and %s as %s cannot both be there; give one another name"
                .formatted(
                    there.mapping().from(),
                    there.mapping().target(),
                    mapping.from(),
                    mapping.target()));
      }
      level = there == null ? made.fields() : there.fields();
    }
  }

  List<Column> columns() {
    return columnsOf(roots);
  }

  private static List<Column> columnsOf(Map<String, Node> nodes) {
    return nodes.values().stream().map(Node::column).toList();
  }
}
