package io.millrace.jobs;

import org.apache.spark.sql.SparkSession;

/** A unit of work that a scheduler starts. */
@FunctionalInterface
public interface Job {

  /**
   * Runs to the end.
   *
   * @throws JobFailedException if it could not; nothing is visible then that was not before
   */
  RunReport run(SparkSession spark);
}
