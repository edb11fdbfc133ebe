package io.millrace.jobs.io;

import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.raise_error;
import static org.apache.spark.sql.functions.when;

import io.millrace.transforms.Change;
import io.millrace.transforms.Columns;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** The columns and types of states that what is there is to be merged with. */
record StateColumns(StructType like) {

  static StateColumns of(Dataset<Row> states) {
    return new StateColumns(states.schema());
  }

  /**
   * The same values in these columns.
   *
   * @param deletions whether they are deletions, which keep their change in {@link Change#COLUMN}
   */
  Dataset<Row> taken(Dataset<Row> rows, boolean deletions) {
    List<Column> all = new ArrayList<>();
    for (StructField field : like.fields()) {
      String name = field.name();
      String from = name;
      if (deletions && name.equals(Change.DELETED)) {
        from = Change.COLUMN;
      } else if (deletions && name.equals(Change.COLUMN)) {
        from = "";
      }
      Optional<StructField> held = WiderType.field(rows.schema(), from);
      Column value = held.map(own -> Columns.named(own.name())).orElse(lit(null));
      // Spark casts no struct to one that forbids a null in it, which is all that may differ.
      boolean alike = held.isPresent() && isAlike(held.get().dataType(), field.dataType());
      boolean folder = held.isPresent() && held.get().dataType().equals(DataTypes.StringType);
      all.add(
          (alike ? value : folder ? fitting(value, field) : value.cast(field.dataType())).as(name));
    }
    return rows.select(all.toArray(Column[]::new));
  }

  /** The name of a folder as a value; the run fails if it is none of the type. */
  private static Column fitting(Column value, StructField field) {
    String type = field.dataType().sql();
    Column as = expr("try_cast(%s as %s)".formatted("`" + field.name() + "`", type));
    String said =
        "sink: column %s is %s in the changes, and a folder of the target has a name that is not"
            .formatted(field.name(), type.toLowerCase(Locale.ROOT));
    Column misfit = value.isNotNull().and(as.isNull());
    return when(misfit, raise_error(lit(said)).cast(field.dataType())).otherwise(as);
  }

  private static boolean isAlike(DataType one, DataType other) {
    return one.catalogString().equals(other.catalogString());
  }
}
