package io.millrace.transforms;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.posexplode;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * The elements of one array, one row each, by as many unfoldings as there are arrays on the way to
 * it. Meanwhile the keys and the positions so far have plain names of their own.
 */
final class ElementTable {

  private static final String VAL = "val";
  private static final String KEY = "entry_key";
  private static final String ELEMENT = "element";

  private final Relationalize step;
  private final ColumnPath wanted;
  private final List<ColumnPath> unfolded = new ArrayList<>();

  private Dataset<Row> rows;
  private ColumnPath path;
  private Column value;
  private DataType type;

  ElementTable(Relationalize step, Dataset<Row> rows, ColumnPath wanted) {
    this.step = step;
    this.rows = rows;
    this.wanted = wanted;
  }

  Dataset<Row> apply(FlatNames names) {
    List<String> keys = step.keys().stream().map(key -> Require.field(rows, key).name()).toList();
    Iterator<String> parts = wanted.parts().iterator();
    start(parts.next());
    while (true) {
      while (parts.hasNext() && type instanceof StructType struct) {
        enter(struct, parts.next());
      }
      DataType collection = type;
      unfold();
      if (!parts.hasNext()) {
        return named(keys, collection, names);
      }
      String part = parts.next();
      if (!part.equalsIgnoreCase(VAL)) {
        throw new InvalidInputException(
            "relationalize: array: %s is %s; write %s for what is in its elements"
                .formatted(path, collection.catalogString(), path.to(VAL).to(part)));
      }
      path = path.to(VAL);
    }
  }

  private void start(String column) {
    Require.columns(rows, step, List.of(column));
    StructField field = Require.field(rows, column);
    path = new ColumnPath(List.of(field.name()));
    type = field.dataType();
    List<Column> all = new ArrayList<>();
    for (int i = 0; i < step.keys().size(); i++) {
      all.add(Columns.named(step.keys().get(i)).as(key(i)));
    }
    all.add(Columns.named(field.name()).as(ELEMENT));
    rows = Trace.select(rows, all);
    value = col(ELEMENT);
  }

  private void enter(StructType struct, String part) {
    StructField field =
        Arrays.stream(struct.fields())
            .filter(candidate -> candidate.name().equalsIgnoreCase(part))
            .findFirst()
            .orElseThrow(() -> missing(struct, part));
    path = path.to(field.name());
    value = value.getField(field.name());
    type = field.dataType();
  }

  private InvalidInputException missing(StructType struct, String part) {
    List<String> present = List.of(struct.fieldNames());
    return new InvalidInputException(
        "relationalize: array: no %s; %s has %s%s"
            .formatted(
                path.to(part),
                path,
                String.join(", ", present),
                ClosestName.suggestion(part, present)));
  }

  /** One row per element of the array or map that {@link #value} is. */
  private void unfold() {
    List<Column> all = new ArrayList<>();
    for (int i = 0; i < step.keys().size(); i++) {
      all.add(col(key(i)));
    }
    for (int i = 0; i < unfolded.size(); i++) {
      all.add(col(index(i)));
    }
    String index = index(unfolded.size());
    if (type instanceof ArrayType array) {
      all.add(posexplode(value).as(new String[] {index, ELEMENT}));
      type = array.elementType();
    } else if (type instanceof MapType map) {
      all.add(posexplode(value).as(new String[] {index, KEY, ELEMENT}));
      type = map.valueType();
    } else {
      throw new InvalidInputException(
          "relationalize: array: %s is %s, neither an array nor a map"
              .formatted(path, type.catalogString()));
    }
    rows = Trace.select(rows, all);
    value = col(ELEMENT);
    unfolded.add(path);
  }

  private Dataset<Row> named(List<String> keys, DataType collection, FlatNames names) {
    List<Column> all = new ArrayList<>();
    for (int i = 0; i < keys.size(); i++) {
      all.add(col(key(i)).as(names.claim(keys.get(i), "the key " + keys.get(i))));
    }
    int last = unfolded.size() - 1;
    for (int i = 0; i < last; i++) {
      all.add(names.named(unfolded.get(i).to("index"), col(index(i))));
    }
    all.add(col(index(last)).as(names.claim("index", "the index")));
    if (collection instanceof MapType map) {
      all.addAll(names.flat(path.to("key"), col(KEY), map.keyType()));
    }
    all.addAll(names.flat(path.to(VAL), value, type));
    return Trace.select(rows, all);
  }

  private static String key(int i) {
    return "key_" + i;
  }

  private static String index(int i) {
    return "index_" + i;
  }
}
