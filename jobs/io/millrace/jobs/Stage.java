package io.millrace.jobs;

import io.millrace.jobs.personal.PersonalColumns;
import io.millrace.jobs.personal.Tag;
import io.millrace.transforms.Trace;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.Metadata;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * The rows after a step.
 *
 * @param place such as {@code transforms[1]}
 * @param personal the tags of the columns that are personal and not protected
 * @param note what the step costs beyond itself; null for nothing
 * @param warnings what its user should know
 */
record Stage(
    String place,
    String step,
    StructType schema,
    Map<String, Set<Tag>> personal,
    String note,
    List<String> warnings) {

  private static final Metadata NONE = Metadata.empty();

  /** With {@code tagged} personal columns are looked for. */
  static Stage of(
      String place,
      String step,
      Dataset<Row> rows,
      boolean tagged,
      String note,
      List<String> warnings) {
    List<String> data = Trace.dataColumns(rows);
    StructField[] fields =
        Arrays.stream(rows.schema().fields())
            .filter(field -> data.contains(field.name()))
            // Marks are for this job: they must not make a schema differ from that of a target.
            .map(field -> new StructField(field.name(), field.dataType(), field.nullable(), NONE))
            .toArray(StructField[]::new);
    Map<String, Set<Tag>> personal = tagged ? PersonalColumns.of(rows) : Map.of();
    return new Stage(place, step, new StructType(fields), personal, note, warnings);
  }
}
