package io.millrace.transforms;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Says which columns are personal, column to tag. A tag follows its column through all later steps,
 * under other names and into whatever is computed from it, until a step protects it ({@code
 * hash-columns}, {@code mask-columns}, {@code generalise}, {@code network-only}) or it is dropped.
 * A job fails before a row is read if a tagged column would reach an output that is not declared
 * {@code restricted}. Rows and values stay as they are.
 *
 * @param columns a tag is any word, such as {@code ssn}; {@code none} says that a column is not
 *     personal although it is made from one that is
 */
@Summary("Tags personal columns: column = tag. Unprotected they reach restricted outputs only.")
@Example("{ type = tag-columns, columns { ssn = ssn, cc = card, email = email } }")
public record TagColumns(Map<String, String> columns) implements RowWise {

  public TagColumns {
    Require.names(List.copyOf(columns.keySet()), "columns");
    columns.forEach(
        (name, tag) -> {
          if (!tag.matches("[a-z][a-z0-9-]*")) {
            throw new IllegalArgumentException(
                "columns.%s: a tag is a word of small letters, digits and dashes, such as ssn, not '%s'"
                    .formatted(name, tag));
          }
        });
    columns = Collections.unmodifiableMap(new LinkedHashMap<>(columns));
  }

  @Override
  public Dataset<Row> apply(Dataset<Row> rows) {
    Require.columns(rows, this, columns.keySet());
    List<String> data = Trace.dataColumns(rows);
    List<Column> all = new ArrayList<>();
    for (String name : rows.columns()) {
      all.add(data.contains(name) ? tagged(name) : hidden(name));
    }
    return rows.select(all.toArray(Column[]::new));
  }

  private Column tagged(String name) {
    Column column = Columns.named(name);
    for (Map.Entry<String, String> entry : columns.entrySet()) {
      if (entry.getKey().equalsIgnoreCase(name)) {
        // Spark hands metadata on to copies, so only an expression can take a tag away.
        return entry.getValue().equals(Personal.NONE)
            ? coalesce(column).as(name, Personal.SAFE)
            : column.as(name, Personal.tagged(entry.getValue(), entry.getKey()));
      }
    }
    return column;
  }

  /** The raw record holds whatever the columns hold. */
  private Column hidden(String name) {
    Optional<Map.Entry<String, String>> first =
        columns.entrySet().stream().filter(e -> !e.getValue().equals(Personal.NONE)).findFirst();
    return name.equals(Trace.RAW) && first.isPresent()
        ? col(name).as(name, Personal.tagged(first.get().getValue(), first.get().getKey()))
        : col(name);
  }
}
