package io.millrace.jobs.io;

import io.millrace.jobs.stage.StagedOutput;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;

/** Where a job's rows go. */
public interface Sink {

  /** Where it writes, for messages and the report. */
  String target();

  /** All that it writes to, of which no other table of a job may be a part. */
  default List<String> places() {
    return List.of(target());
  }

  /** The folder it writes to, if it is one: no other path of the job may lie in it. */
  default Optional<String> folder() {
    return Optional.empty();
  }

  /** Whether {@link #judged} does anything. */
  default boolean isJudging() {
    return false;
  }

  /** The rows with those set aside that it cannot take; they still know where they come from. */
  default Dataset<Row> judged(Dataset<Row> rows) {
    return rows;
  }

  /**
   * Looks at the target and writes nothing.
   *
   * @return what would be written, in sentences
   * @throws io.millrace.transforms.InvalidInputException if the target or the columns are unfit
   */
  List<String> plan(SparkSession spark, StructType columns);

  /**
   * Runs the query and writes where no reader looks yet.
   *
   * @param rows good rows, and those set aside, told apart by {@link
   *     io.millrace.transforms.Trace#ASIDE}
   */
  Staged stage(Dataset<Row> rows, Run run);

  /** Ends what runs began here that died: finishes what was decided, and undoes the rest. */
  default void settle(SparkSession spark) {}

  /** Whether one of these runs has committed all of its rows here already. */
  default boolean holds(SparkSession spark, List<String> runs) {
    return false;
  }

  /** What was written but not shown yet. */
  interface Staged {

    /** Files and counts. */
    StagedOutput output();

    /** What else there is to say of it, such as the rows of a table after a merge. */
    default Map<String, Long> counts() {
      return Map.of();
    }

    /** Shows it to readers, beside what it replaces. */
    void publish();

    /**
     * Makes sure that nobody has begun to write there too since it was published.
     *
     * @throws io.millrace.transforms.InvalidInputException if somebody has
     */
    default void requireHeld() {}

    /**
     * Whether it is shown by a commit of a table, which a run that takes over finds and counts as
     * its own.
     */
    default boolean isCommitted() {
      return false;
    }

    /** Removes what it replaces, when every output of the run is published. */
    void finish();

    /** Takes back what was published: another output could not be. */
    void withdraw();

    /** Throws it away. */
    void discard();

    /** Some of the published rows. */
    Dataset<Row> sample(SparkSession spark);
  }
}
