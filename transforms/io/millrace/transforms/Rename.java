package io.millrace.transforms;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Gives columns other names, old name to new name; order and values stay. Swaps are fine. */
@Summary("Renames columns: old name = new name.")
@Example("{ type = rename, columns { ip_address = ip, http = status } }")
public record Rename(Map<String, String> columns) implements RowWise {

  public Rename {
    Require.names(List.copyOf(columns.keySet()), "columns");
    Require.names(List.copyOf(columns.values()), "columns");
    columns = Map.copyOf(columns);
  }

  @Override
  public Dataset<Row> apply(Dataset<Row> rows) {
    Require.columns(rows, this, columns.keySet());
    List<String> names = Trace.dataColumns(rows);
    List<String> renamed = names.stream().map(this::renamed).toList();
    refuseClash(renamed);
    List<org.apache.spark.sql.Column> selected = new ArrayList<>();
    Map<String, String> made = new LinkedHashMap<>();
    for (int i = 0; i < names.size(); i++) {
      made.put(renamed.get(i), names.get(i));
      selected.add(Columns.named(names.get(i)).as(renamed.get(i)));
    }
    return Trace.select(Change.renaming(rows, made), selected);
  }

  private String renamed(String name) {
    return columns.entrySet().stream()
        .filter(entry -> entry.getKey().equalsIgnoreCase(name))
        .map(Map.Entry::getValue)
        .findFirst()
        .orElse(name);
  }

  private static void refuseClash(List<String> names) {
    Map<String, Long> counts =
        names.stream()
            .collect(
                Collectors.groupingBy(
                    name -> name.toLowerCase(java.util.Locale.ROOT), Collectors.counting()));
    names.stream()
        .filter(name -> counts.get(name.toLowerCase(java.util.Locale.ROOT)) > 1)
        .findFirst()
        .ifPresent(
            name -> {
              throw new InvalidInputException(
                  "rename: two columns would be called '" + name + "'; drop or rename one of them");
            });
  }
}
