package io.millrace.transforms;

import static org.apache.spark.sql.functions.col;

import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Columns by their exact name. */
public final class Columns {

  private Columns() {}

  /** The column called {@code name}; dots and blanks in it are part of the name. */
  public static Column named(String name) {
    return col("`" + name.replace("`", "``") + "`");
  }

  /** All of {@code rows}, and after its columns these fields of a struct. */
  static Dataset<Row> adding(Dataset<Row> rows, List<String> fields, Column struct) {
    List<Column> all = new ArrayList<>();
    Trace.dataColumns(rows).forEach(name -> all.add(named(name)));
    fields.forEach(field -> all.add(struct.getField(field).as(field)));
    return Trace.select(rows, all);
  }
}
