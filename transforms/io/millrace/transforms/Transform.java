package io.millrace.transforms;

import java.util.List;
import java.util.function.UnaryOperator;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** One step: rows in, rows out. Lazy, without side effects, usable on its own. */
@FunctionalInterface
public interface Transform extends UnaryOperator<Dataset<Row>> {

  /** What a user should know before this step runs with these parameters; plans and runs say it. */
  default List<String> warnings() {
    return List.of();
  }

  /** This step, then {@code next}. */
  default Transform then(Transform next) {
    return rows -> next.apply(apply(rows));
  }
}
