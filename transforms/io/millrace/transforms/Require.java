package io.millrace.transforms;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructField;

/** Checks of parameters, at construction, and of columns, before planning. */
public final class Require {

  private Require() {}

  /** {@code value} is not blank; {@code key} is its name in a job file. */
  public static String notBlank(String value, String key) {
    if (value == null || value.isBlank()) {
      throw new IllegalArgumentException(key + " must not be empty");
    }
    return value;
  }

  /** {@code values} has at least one element, none of them blank, none twice. */
  public static List<String> names(List<String> values, String key) {
    if (values == null || values.isEmpty()) {
      throw new IllegalArgumentException(key + " must name at least one column");
    }
    values.forEach(value -> notBlank(value, key));
    List<String> seen = new ArrayList<>();
    for (String value : values) {
      if (seen.stream().anyMatch(value::equalsIgnoreCase)) {
        throw new IllegalArgumentException(key + " names '" + value + "' twice");
      }
      seen.add(value);
    }
    return List.copyOf(values);
  }

  /** {@code rows} has every column of {@code names}, without regard to case as in Spark. */
  public static void columns(Dataset<Row> rows, Transform step, Collection<String> names) {
    columns(rows, StepName.of(step.getClass()), names);
  }

  /** The same for the input of a step that {@code place} names. */
  public static void columns(Dataset<Row> rows, String place, Collection<String> names) {
    List<String> present = Trace.dataColumns(rows);
    List<String> missing =
        names.stream().filter(name -> present.stream().noneMatch(name::equalsIgnoreCase)).toList();
    if (!missing.isEmpty()) {
      String suggestions =
          String.join(
              "", missing.stream().map(name -> ClosestName.suggestion(name, present)).toList());
      throw new InvalidInputException(
          "%s: no column %s; the input has %s%s"
              .formatted(
                  place, String.join(", ", missing), String.join(", ", present), suggestions));
    }
  }

  /** {@code rows} has none of the columns that the step is about to add. */
  public static void noColumns(Dataset<Row> rows, Transform step, Collection<String> names) {
    List<String> present = Trace.dataColumns(rows);
    List<String> taken =
        names.stream().filter(name -> present.stream().anyMatch(name::equalsIgnoreCase)).toList();
    if (!taken.isEmpty()) {
      throw new InvalidInputException(
          "%s: the input already has %s; rename or drop it before this step"
              .formatted(StepName.of(step.getClass()), String.join(", ", taken)));
    }
  }

  /** The column is of one of {@code types}. */
  public static void type(Dataset<Row> rows, Transform step, String column, DataType... types) {
    DataType actual = field(rows, column).dataType();
    if (Arrays.stream(types).noneMatch(actual::equals)) {
      throw new InvalidInputException(
          "%s: column %s is %s but must be %s"
              .formatted(
                  StepName.of(step.getClass()),
                  column,
                  actual.catalogString(),
                  String.join(" or ", Arrays.stream(types).map(DataType::catalogString).toList())));
    }
  }

  /** The field of that name, without regard to case. */
  static StructField field(Dataset<Row> rows, String column) {
    return Arrays.stream(rows.schema().fields())
        .filter(field -> field.name().equalsIgnoreCase(column))
        .findFirst()
        .orElseThrow();
  }
}
