package io.millrace.jobs.io;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.SparkSession;

/** Something a job does that moves no rows, such as keeping a table in order. */
public interface Action {

  /** What it works on, for messages and the report. */
  String target();

  /** The folder whose files it looks at, if it does. */
  default Optional<String> input() {
    return Optional.empty();
  }

  /**
   * Looks at the target and changes nothing. What would be done may then be done: twice, it leaves
   * what it leaves done once. What takes long to find out is not found out twice.
   *
   * @throws io.millrace.transforms.InvalidInputException if it could not be done
   */
  ActionPlan look(SparkSession spark);

  /** What would be done, in sentences. */
  default List<String> plan(SparkSession spark) {
    return look(spark).sentences();
  }

  /**
   * Looks, and does it.
   *
   * @return what was done, by name, for the report: numbers and texts
   * @throws io.millrace.transforms.InvalidInputException if it could not be done, or not all of it
   */
  default Map<String, Object> run(SparkSession spark) {
    Map<String, Object> done = new LinkedHashMap<>();
    look(spark).work().accept(done);
    return done;
  }
}
