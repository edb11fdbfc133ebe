package io.millrace.jobs;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * What is known of rows on their way.
 *
 * @param stages the steps they went through
 * @param recounting those that may have changed their number
 * @param entering by the place of the first such step, all rows that come to it
 */
record Lane(List<Stage> stages, List<String> recounting, Map<String, Dataset<Row>> entering) {

  Lane() {
    this(new ArrayList<>(), new ArrayList<>(), new LinkedHashMap<>());
  }

  /** A branch of this lane, with stages of its own. */
  Lane branch() {
    return new Lane(new ArrayList<>(), new ArrayList<>(recounting), entering);
  }
}
