package io.millrace.jobs;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import io.millrace.jobs.io.Reading;
import io.millrace.transforms.InvalidInputException;
import io.millrace.transforms.RowWise;
import io.millrace.transforms.StepName;
import io.millrace.transforms.Trace;
import io.millrace.transforms.Transform;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.storage.StorageLevel;

/** A pipeline's rows, planned but not read: the source, the shared steps, the branches. */
final class Flow implements AutoCloseable {

  /**
   * The rows after a step.
   *
   * @param place such as {@code transforms[1]}
   * @param note what the step costs beyond itself; null for nothing
   */
  record Stage(String place, String step, StructType schema, String note) {}

  /** One output's rows, the stages on its way, and whether all steps keep the number of rows. */
  record Branch(Output output, Dataset<Row> rows, List<Stage> stages, List<String> recounting) {}

  private static final String[] ORIGIN = {Trace.FILE, Trace.POSITION, Trace.RAW};

  private final Reading reading;
  private final List<Stage> shared = new ArrayList<>();
  private final List<Branch> branches = new ArrayList<>();
  private final List<Dataset<Row>> kept = new ArrayList<>();
  private final Map<String, Dataset<Row>> entering = new LinkedHashMap<>();
  private final boolean running;

  /** Plans; with {@code running} rows that are needed twice are kept when they are first read. */
  Flow(Pipeline pipeline, SparkSession spark, boolean running) {
    this.running = running;
    this.reading = pipeline.source().open(spark);
    try {
      plan(pipeline);
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  private void plan(Pipeline pipeline) {
    Dataset<Row> rows = traced(reading.rows());
    shared.add(stage("source", StepName.of(pipeline.source().getClass()), rows, null));
    List<String> recounting = new ArrayList<>();
    rows = through(rows, pipeline.transforms(), "transforms", shared, recounting);
    if (pipeline.outputs().size() > 1) {
      boolean steps = pipeline.outputs().stream().anyMatch(out -> !out.transforms().isEmpty());
      rows = keep(steps ? rows : rows.drop(ORIGIN));
    }
    for (int i = 0; i < pipeline.outputs().size(); i++) {
      branch(pipeline.outputs().get(i), "outputs[" + i + "]", rows, i == 0, recounting);
    }
  }

  /** The first branch writes what the shared steps set aside, the others only count it. */
  private void branch(
      Output output, String place, Dataset<Row> rows, boolean first, List<String> recounting) {
    Dataset<Row> mine = first ? rows : Trace.shared(rows);
    List<Stage> stages = new ArrayList<>();
    List<String> changing = new ArrayList<>(recounting);
    mine = through(mine, output.transforms(), place + ".transforms", stages, changing);
    branches.add(new Branch(output, mine.drop(ORIGIN), stages, changing));
  }

  private Dataset<Row> through(
      Dataset<Row> rows,
      List<Transform> steps,
      String place,
      List<Stage> stages,
      List<String> recounting) {
    Dataset<Row> result = rows;
    for (int i = 0; i < steps.size(); i++) {
      Transform step = steps.get(i);
      String at = place + "[" + i + "]";
      String name = StepName.of(step.getClass());
      boolean rowWise = step instanceof RowWise;
      result = rowWise ? rowWise(result, step, at) : apart(result, step, at, recounting.isEmpty());
      if (!rowWise) {
        recounting.add(at + " " + name);
      }
      String note =
          rowWise
              ? null
              : "rows are kept in memory or on disk before this step, so that the rows set aside need no second read";
      stages.add(stage(at, name, result, note));
    }
    return result;
  }

  private static Dataset<Row> rowWise(Dataset<Row> rows, Transform step, String place) {
    Dataset<Row> result = applied(rows, step, place, step);
    if (!Trace.isOn(result)) {
      throw new InvalidInputException(
          place
              + ": the step says it is RowWise but drops the columns of Trace; keep unknown columns");
    }
    return result;
  }

  /**
   * A step that knows nothing of the trace gets the good rows only; the others go round it.
   *
   * @param complete whether every row that was read comes here, good or set aside
   */
  private Dataset<Row> apart(Dataset<Row> rows, Transform step, String place, boolean complete) {
    Dataset<Row> all = keep(rows.drop(ORIGIN));
    if (complete) {
      entering.put(place, all);
    }
    Dataset<Row> good = all.where(col(Trace.ASIDE).isNull()).drop(Trace.ASIDE);
    Dataset<Row> aside = all.where(col(Trace.ASIDE).isNotNull()).select(Trace.ASIDE);
    Transform around = input -> traced(step.apply(input)).unionByName(aside, true);
    return applied(good, around, place, step);
  }

  private static Dataset<Row> applied(
      Dataset<Row> rows, Transform work, String place, Transform step) {
    try {
      return work.apply(rows);
    } catch (InvalidInputException e) {
      throw new InvalidInputException(place + ": " + e.getMessage(), e);
    } catch (Exception e) {
      // Also Spark's AnalysisException, which is checked and thrown undeclared.
      String sentence = place + ": " + StepName.of(step.getClass()) + ": " + FailureText.of(e);
      throw new InvalidInputException(sentence, e);
    }
  }

  private Dataset<Row> keep(Dataset<Row> rows) {
    if (!running) {
      return rows;
    }
    Dataset<Row> persisted = rows.persist(StorageLevel.MEMORY_AND_DISK());
    kept.add(persisted);
    return persisted;
  }

  private static Dataset<Row> traced(Dataset<Row> rows) {
    return Trace.isOn(rows) ? rows : rows.withColumn(Trace.ASIDE, lit(null).cast(Trace.ASIDE_TYPE));
  }

  private static Stage stage(String place, String step, Dataset<Row> rows, String note) {
    List<String> data = Trace.dataColumns(rows);
    StructField[] fields =
        Arrays.stream(rows.schema().fields())
            .filter(field -> data.contains(field.name()))
            .toArray(StructField[]::new);
    return new Stage(place, step, new StructType(fields), note);
  }

  Reading reading() {
    return reading;
  }

  List<Stage> shared() {
    return shared;
  }

  List<Branch> branches() {
    return branches;
  }

  /** The columns that a branch hands to its sink. */
  StructType columns(Branch branch) {
    List<Stage> stages = branch.stages().isEmpty() ? shared : branch.stages();
    return stages.get(stages.size() - 1).schema();
  }

  /** The kept rows that enter a step which may change their number, by the step's place. */
  Map<String, Dataset<Row>> entering() {
    return entering;
  }

  /** Lets go of what the flow holds; what cannot be let go of does not change how a run ended. */
  @Override
  public void close() {
    try {
      kept.forEach(rows -> rows.unpersist(false));
      reading.close();
    } catch (RuntimeException e) {
      return;
    }
  }
}
