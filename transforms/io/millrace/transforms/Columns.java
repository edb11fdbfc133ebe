package io.millrace.transforms;

import static org.apache.spark.sql.functions.col;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Columns by their exact name. */
public final class Columns {

  private Columns() {}

  /** The column called {@code name}; dots and blanks in it are part of the name. */
  public static Column named(String name) {
    return col(quoted(name));
  }

  /** The name as SQL spells it, whatever is in it. */
  public static String quoted(String name) {
    return "`" + name.replace("`", "``") + "`";
  }

  /** All of {@code rows}, and after its columns these fields of a struct. */
  static Dataset<Row> adding(Dataset<Row> rows, List<String> fields, Column struct) {
    List<Column> all = new ArrayList<>();
    Trace.dataColumns(rows).forEach(name -> all.add(named(name)));
    fields.forEach(field -> all.add(struct.getField(field).as(field)));
    return Trace.select(rows, all);
  }

  /** All of {@code rows}, with {@code change} made to these columns. */
  static Dataset<Row> replacing(
      Dataset<Row> rows, List<String> columns, UnaryOperator<Column> change) {
    List<Column> all = new ArrayList<>();
    for (String name : Trace.dataColumns(rows)) {
      boolean changed = columns.stream().anyMatch(name::equalsIgnoreCase);
      all.add(changed ? change.apply(named(name)).as(name) : named(name));
    }
    return Trace.select(rows, all);
  }
}
