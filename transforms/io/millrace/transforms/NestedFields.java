package io.millrace.transforms;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** The columns of {@code rows} and the fields inside of them, found without regard to case. */
record NestedFields(Dataset<Row> rows, Transform step) {

  /** A field as the rows spell it. */
  record Field(ColumnPath path, DataType type) {}

  Field find(ColumnPath wanted) {
    List<String> found = new ArrayList<>();
    DataType type = columns();
    for (String part : wanted.parts()) {
      if (!(type instanceof StructType struct)) {
        throw new InvalidInputException(
            "%s: %s is not there: %s is %s, and only a struct has fields"
                .formatted(name(), wanted, new ColumnPath(found), type.catalogString()));
      }
      StructField field = field(struct, part, wanted);
      found.add(field.name());
      type = field.dataType();
    }
    return new Field(new ColumnPath(List.copyOf(found)), type);
  }

  private StructType columns() {
    List<String> data = Trace.dataColumns(rows);
    return new StructType(
        Arrays.stream(rows.schema().fields())
            .filter(field -> data.contains(field.name()))
            .toArray(StructField[]::new));
  }

  private StructField field(StructType struct, String part, ColumnPath wanted) {
    return Arrays.stream(struct.fields())
        .filter(field -> field.name().equalsIgnoreCase(part))
        .findFirst()
        .orElseThrow(() -> missing(struct, part, wanted));
  }

  private InvalidInputException missing(StructType struct, String part, ColumnPath wanted) {
    List<String> present = List.of(struct.fieldNames());
    String whole = String.join(".", wanted.parts());
    boolean dotted =
        wanted.parts().size() > 1 && present.stream().anyMatch(whole::equalsIgnoreCase);
    return new InvalidInputException(
        "%s: no column %s; %s %s%s"
            .formatted(
                name(),
                wanted,
                struct.equals(columns()) ? "the input has" : "the struct has",
                String.join(", ", present),
                dotted
                    ? "; write `" + whole + "` in back-ticks for the column whose name has dots"
                    : ClosestName.suggestion(part, present)));
  }

  private String name() {
    return StepName.of(step.getClass());
  }
}
