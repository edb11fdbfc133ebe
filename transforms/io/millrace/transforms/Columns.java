package io.millrace.transforms;

import static org.apache.spark.sql.functions.col;

import org.apache.spark.sql.Column;

/** Columns by their exact name. */
public final class Columns {

  private Columns() {}

  /** The column called {@code name}; dots and blanks in it are part of the name. */
  public static Column named(String name) {
    return col("`" + name.replace("`", "``") + "`");
  }
}
