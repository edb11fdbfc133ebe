package io.millrace.jobs;

import io.millrace.transforms.Trace;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * The rows after a step.
 *
 * @param place such as {@code transforms[1]}
 * @param note what the step costs beyond itself; null for nothing
 * @param warnings what its user should know
 */
record Stage(String place, String step, StructType schema, String note, List<String> warnings) {

  static Stage of(
      String place, String step, Dataset<Row> rows, String note, List<String> warnings) {
    List<String> data = Trace.dataColumns(rows);
    StructField[] fields =
        Arrays.stream(rows.schema().fields())
            .filter(field -> data.contains(field.name()))
            .toArray(StructField[]::new);
    return new Stage(place, step, new StructType(fields), note, warnings);
  }
}
