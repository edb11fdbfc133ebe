package io.millrace.jobs.io;

import java.util.List;
import java.util.Map;
import org.apache.spark.sql.SparkSession;

/** Something a job does that moves no rows, such as keeping a table in order. */
public interface Action {

  /** What it works on, for messages and the report. */
  String target();

  /**
   * Looks at the target and changes nothing.
   *
   * @return what would be done, in sentences
   * @throws io.millrace.transforms.InvalidInputException if it could not be done
   */
  List<String> plan(SparkSession spark);

  /**
   * Does it. Done twice, it leaves what it leaves done once.
   *
   * @return what was done, by name, for the report: numbers and texts
   * @throws io.millrace.transforms.InvalidInputException if it could not be done, or not all of it
   */
  Map<String, Object> run(SparkSession spark);

  /**
   * Looks at the target as {@link #plan} does, for somebody who may then have it done: what takes
   * long to find out is not found out twice.
   */
  default ActionPlan look(SparkSession spark) {
    return new ActionPlan(plan(spark), () -> run(spark));
  }
}
