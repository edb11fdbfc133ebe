package io.millrace.transforms;

import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.when;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Columns that give way, at their place, to what may be shown of them. */
final class Protection {

  /**
   * What stands for a column.
   *
   * @param value null where the column's own does not fit, so that it is never passed on
   * @param misfit what is said of a value that does not fit
   */
  private record Shown(Column value, String misfit) {}

  private final Transform step;
  private final Map<String, Shown> shown = new LinkedHashMap<>();

  Protection(Transform step) {
    this.step = step;
  }

  /** Shows {@code value} for {@code column}. */
  void show(String column, Column value, String misfit) {
    shown.put(column, new Shown(value, misfit));
  }

  Dataset<Row> apply(Dataset<Row> rows, OnInvalid onInvalid) {
    Dataset<Row> judged = rows;
    if (onInvalid == OnInvalid.REJECT) {
      for (Map.Entry<String, Shown> one : shown.entrySet()) {
        Column misfit =
            Columns.named(one.getKey()).isNotNull().and(one.getValue().value().isNull());
        Column reason = when(misfit, lit(one.getValue().misfit()));
        judged = Trace.reject(judged, StepName.of(step.getClass()), one.getKey(), reason);
      }
    }
    List<Column> all = new ArrayList<>();
    for (String name : Trace.dataColumns(rows)) {
      all.add(column(name));
    }
    return Trace.select(judged, all);
  }

  private Column column(String name) {
    return shown.entrySet().stream()
        .filter(one -> one.getKey().equalsIgnoreCase(name))
        .findFirst()
        .map(one -> one.getValue().value().as(name, Personal.SAFE))
        .orElseGet(() -> Columns.named(name));
  }
}
