package io.millrace.jobs.io;

import io.millrace.jobs.stage.StagedOutput;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;

/** Where a job's rows go. */
public interface Sink {

  /** Where it writes, for messages and the report. */
  String target();

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

  /** What was written but not shown yet. */
  interface Staged {

    /** Files and counts. */
    StagedOutput output();

    /** Shows it to readers. */
    void publish();

    /** Throws it away. */
    void discard();

    /** Some of the published rows. */
    Dataset<Row> sample(SparkSession spark);
  }
}
