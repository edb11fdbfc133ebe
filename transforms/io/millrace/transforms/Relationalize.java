package io.millrace.transforms;

import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.when;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.StructType;

/**
 * One flat table out of nested rows: the root, or the side table of one array. Each table is an
 * output with this step; they are joined by {@code keys}.
 *
 * <p>The root has all rows; fields of structs become columns such as {@code address_city}, and in
 * place of an array or a map stands {@code links_count}, the number of its elements, null where
 * there is no array. A side table has one row per element: the keys, {@code index} from 0, and the
 * element as {@code links_val}, or its fields as {@code links_val_url}. A map's entries have {@code
 * links_key} as well. For an array inside of an array, written {@code orders.val.lines}, the place
 * of the outer element is {@code orders_index}, which is {@code index} in the table of {@code
 * orders}.
 *
 * @param keys columns that tell rows apart: a row in which one is null is a reject. That no two
 *     rows have the same is not checked ({@code expect-unique} does); {@code add-row-id} makes one
 * @param array the array or map, with dots between a struct and its field; the root if absent
 * @param separator between the parts of a name
 */
@Summary("One flat table out of nested rows: the root, or one row per element of one array.")
@Example("{ type = relationalize, keys = [id], array = contact_details }")
public record Relationalize(
    List<String> keys, Optional<String> array, @Default("_") String separator) implements RowWise {

  public Relationalize {
    keys = Require.names(keys, "keys");
    array.ifPresent(path -> ColumnPath.parse(path, "array"));
  }

  /** The root, with {@code _} in the names. */
  public Relationalize(List<String> keys) {
    this(keys, Optional.empty(), "_");
  }

  /** The side table of an array, with {@code _} in the names. */
  public Relationalize(List<String> keys, String array) {
    this(keys, Optional.of(array), "_");
  }

  /** The root has a row for each row. */
  @Override
  public boolean isRowWise() {
    return array.isEmpty();
  }

  /** A row without a key could not be joined with anything. */
  @Override
  public Dataset<Row> judged(Dataset<Row> rows) {
    Require.columns(rows, this, keys);
    Dataset<Row> judged = rows;
    for (String key : keys) {
      requireFlat(rows, key);
      Column reason =
          when(Columns.named(key).isNull(), lit(key + " is null, so its row could not be joined"));
      judged = Trace.reject(judged, "relationalize", key, reason);
    }
    return judged;
  }

  @Override
  public Dataset<Row> apply(Dataset<Row> rows) {
    Dataset<Row> judged = judged(rows);
    FlatNames names = new FlatNames(this, separator);
    if (array.isPresent()) {
      ColumnPath path = ColumnPath.parse(array.get(), "array");
      return new ElementTable(this, judged, path).apply(names);
    }
    List<Column> columns = new ArrayList<>();
    for (String name : Trace.dataColumns(rows)) {
      ColumnPath path = new ColumnPath(List.of(name));
      columns.addAll(names.flat(path, Columns.named(name), Require.field(rows, name).dataType()));
    }
    return Trace.select(judged, columns);
  }

  private void requireFlat(Dataset<Row> rows, String key) {
    var type = Require.field(rows, key).dataType();
    if (type instanceof StructType || type instanceof ArrayType || type instanceof MapType) {
      throw new InvalidInputException(
          "relationalize: the key %s is %s; a key must be a plain value, so put the struct's field in a column before"
              .formatted(key, type.catalogString()));
    }
  }
}
