package io.millrace.jobs.table;

import java.util.List;
import java.util.Map;

/** What is done to keep a table in order, in steps that each leave it whole. */
interface Upkeep {

  /**
   * A step.
   *
   * @param name in the report
   * @param sentence of a plan
   * @param work puts what was done into a map, in figures
   */
  record Step(String name, String sentence, Work work) {}

  /** What a step does, until it is done or the time is over. */
  @FunctionalInterface
  interface Work {
    void until(Deadline deadline, Map<String, Object> done);
  }

  /**
   * Fails if the format or the session cannot do it.
   *
   * @throws io.millrace.transforms.InvalidInputException with what is to be set
   */
  void check();

  /**
   * Fails if it would harm the table, which is there and of this format.
   *
   * @throws io.millrace.transforms.InvalidInputException with what is to be done instead
   */
  default void checkTable() {}

  /** How the table is, in a sentence. */
  String state();

  /** In the order in which they are done. */
  List<Step> steps();
}
