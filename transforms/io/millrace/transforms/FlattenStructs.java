package io.millrace.transforms;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * Brings the fields of structs to the top: {@code address.geo.lat} becomes the column {@code
 * address_geo_lat}, at the place of its struct. Arrays and maps stay as they are, with all that is
 * in them.
 *
 * @param columns the structs to flatten; all of them if empty
 * @param separator between the parts of a name
 * @param maxDepth levels of structs that are opened; all of them if absent
 */
@Summary("Brings the fields of nested structs to the top, as columns such as address_city.")
@Example("{ type = flatten-structs, separator = \"_\" }")
public record FlattenStructs(
    @Default("[]") List<String> columns, @Default("_") String separator, Optional<Integer> maxDepth)
    implements RowWise {

  public FlattenStructs {
    columns = columns.isEmpty() ? List.of() : Require.names(columns, "columns");
    if (maxDepth.filter(depth -> depth < 1).isPresent()) {
      throw new IllegalArgumentException("max-depth must be at least 1, was " + maxDepth.get());
    }
  }

  /** All structs, to the last level, with {@code _} in the names. */
  public FlattenStructs() {
    this(List.of(), "_", Optional.empty());
  }

  private record Leaf(ColumnPath path, Column value) {}

  @Override
  public Dataset<Row> apply(Dataset<Row> rows) {
    Require.columns(rows, this, columns);
    Map<String, Leaf> leaves = new LinkedHashMap<>();
    List<Column> selected = new ArrayList<>();
    for (Leaf leaf : leaves(rows)) {
      String name = String.join(separator, leaf.path().parts());
      Leaf other = leaves.putIfAbsent(name.toLowerCase(Locale.ROOT), leaf);
      if (other != null) {
        throw new InvalidInputException(
            "flatten-structs: %s and %s would both be called '%s'; rename one before, or set another separator"
                .formatted(other.path(), leaf.path(), name));
      }
      selected.add(leaf.value().as(name));
    }
    return Trace.select(rows, selected);
  }

  private List<Leaf> leaves(Dataset<Row> rows) {
    List<Leaf> leaves = new ArrayList<>();
    for (String name : Trace.dataColumns(rows)) {
      Leaf column = new Leaf(new ColumnPath(List.of(name)), Columns.named(name));
      boolean open = columns.isEmpty() || columns.stream().anyMatch(name::equalsIgnoreCase);
      DataType type = Require.field(rows, name).dataType();
      open(column, type, open ? maxDepth.orElse(Integer.MAX_VALUE) : 0, leaves);
    }
    return leaves;
  }

  private static void open(Leaf leaf, DataType type, int levels, List<Leaf> leaves) {
    if (levels == 0 || !(type instanceof StructType struct) || struct.fields().length == 0) {
      leaves.add(leaf);
      return;
    }
    for (StructField field : struct.fields()) {
      List<String> path = new ArrayList<>(leaf.path().parts());
      path.add(field.name());
      Leaf inner = new Leaf(new ColumnPath(path), leaf.value().getField(field.name()));
      open(inner, field.dataType(), levels - 1, leaves);
    }
  }
}
