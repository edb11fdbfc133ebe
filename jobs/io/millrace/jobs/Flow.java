package io.millrace.jobs;

import io.millrace.jobs.io.Reading;
import io.millrace.transforms.Trace;
import io.millrace.udf.Functions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;

/** A pipeline's rows, planned but not read: the source, the shared steps, the branches. */
final class Flow implements AutoCloseable {

  /** One output's rows, the stages on its way, and the steps that may change their number. */
  record Branch(Output output, Dataset<Row> rows, List<Stage> stages, List<String> recounting) {}

  private final Kept kept;
  private final PersonalRule personal;
  private final Steps steps;
  private final Lane shared = new Lane();
  private final List<Branch> branches = new ArrayList<>();
  private Reading reading;

  /** Plans; with {@code running} rows that are needed twice are kept when they are first read. */
  Flow(Pipeline pipeline, SparkSession spark, boolean running, Instant started, Intake intake) {
    Functions.register(spark); // for the SQL in a job's steps
    this.kept = new Kept(spark, running, intake);
    this.personal = new PersonalRule(pipeline);
    this.steps = new Steps(kept, started, personal);
    try {
      plan(pipeline);
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  private void plan(Pipeline pipeline) {
    Steps.Opened opened = steps.open(pipeline.source(), "source", shared);
    reading = opened.reading();
    Dataset<Row> rows = steps.through(opened.rows(), pipeline.transforms(), "transforms", shared);
    if (pipeline.outputs().size() > 1) {
      boolean judged =
          pipeline.outputs().stream()
              .anyMatch(out -> !out.transforms().isEmpty() || out.sink().isJudging());
      rows = kept.keep(judged ? rows : rows.drop(Steps.ORIGIN));
    }
    for (int i = 0; i < pipeline.outputs().size(); i++) {
      branch(pipeline.outputs().get(i), "outputs[" + i + "]", rows, i == 0);
    }
  }

  /** The first branch writes what the shared steps set aside, the others only count it. */
  private void branch(Output output, String place, Dataset<Row> rows, boolean first) {
    Lane lane = shared.branch();
    Dataset<Row> mine = first ? rows : Trace.shared(rows);
    mine = steps.through(mine, output.transforms(), place + ".transforms", lane);
    mine = steps.judged(mine, output.sink(), place + ".sink");
    mine = personal.shown(mine.drop(Steps.ORIGIN));
    branches.add(new Branch(output, mine, lane.stages(), lane.recounting()));
  }

  Reading reading() {
    return reading;
  }

  /** What steps read beside the job's own rows. */
  List<SecondInput> seconds() {
    return steps.seconds();
  }

  /** Everything that is read. */
  List<Reading> readings() {
    List<Reading> all = new ArrayList<>();
    all.add(reading);
    seconds().forEach(second -> all.add(second.reading()));
    return all;
  }

  List<Stage> shared() {
    return shared.stages();
  }

  List<Branch> branches() {
    return branches;
  }

  /** The columns that a branch hands to its sink. */
  StructType columns(Branch branch) {
    List<Stage> stages = branch.stages().isEmpty() ? shared.stages() : branch.stages();
    return stages.get(stages.size() - 1).schema();
  }

  /** The kept rows that enter a step which may change their number, by the step's place. */
  Map<String, Dataset<Row>> entering() {
    return shared.entering();
  }

  @Override
  public void close() {
    kept.close();
  }
}
