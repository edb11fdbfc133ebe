package io.millrace.jobs;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import io.millrace.jobs.io.Reading;
import io.millrace.jobs.io.Sink;
import io.millrace.transforms.AtRun;
import io.millrace.transforms.InvalidInputException;
import io.millrace.transforms.Prepared;
import io.millrace.transforms.RowWise;
import io.millrace.transforms.Source;
import io.millrace.transforms.StepName;
import io.millrace.transforms.Trace;
import io.millrace.transforms.Transform;
import io.millrace.transforms.TwoInputs;
import io.millrace.udf.TokenCalls;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Leads rows through a job's steps, so that none is lost on the way. */
final class Steps {

  static final String[] ORIGIN = {Trace.FILE, Trace.POSITION, Trace.RAW};

  private static final String KEPT =
      "rows are kept in memory or on disk before this step, so that the rows set aside need no second read";

  private final Kept kept;
  private final Instant started;
  private final PersonalRule personal;
  private final List<SecondInput> seconds = new ArrayList<>();
  // Two steps that read the same read it once.
  private final Map<Source, SecondInput> known = new HashMap<>();

  /** For a run that began at {@code started}. */
  Steps(Kept kept, Instant started, PersonalRule personal) {
    this.kept = kept;
    this.started = started;
    this.personal = personal;
  }

  /** What steps read beside the job's own rows, in the order in which it is needed. */
  List<SecondInput> seconds() {
    return seconds;
  }

  /** Opened rows with their trace. */
  record Opened(Reading reading, Dataset<Row> rows) {}

  Opened open(Source source, String place, Lane lane) {
    if (source instanceof Prepared prepared) {
      Opened inner = open(prepared.source(), place + ".source", lane);
      String steps = place + ".transforms";
      return new Opened(inner.reading(), through(inner.rows(), prepared.transforms(), steps, lane));
    }
    Reading reading = named(place, source.getClass(), () -> kept.open(source, place));
    Dataset<Row> rows = traced(reading.rows());
    requireKeys(rows, source.getClass(), place);
    lane.stages().add(stage(place, StepName.of(source.getClass()), rows, null, List.of()));
    return new Opened(reading, rows);
  }

  Dataset<Row> through(Dataset<Row> rows, List<Transform> steps, String place, Lane lane) {
    Dataset<Row> result = rows;
    for (int i = 0; i < steps.size(); i++) {
      result = through(result, steps.get(i), place + "[" + i + "]", lane);
    }
    return result;
  }

  /** The rows as a sink takes them. */
  Dataset<Row> judged(Dataset<Row> rows, Sink sink, String place) {
    return named(place, sink.getClass(), () -> sink.judged(rows));
  }

  private Dataset<Row> through(Dataset<Row> rows, Transform given, String place, Lane lane) {
    String name = StepName.of(given.getClass());
    Transform step = bound(given, place);
    boolean rowWise = given instanceof RowWise one && one.isRowWise();
    Dataset<Row> result;
    if (rowWise) {
      result = named(place, given.getClass(), () -> step.apply(rows));
      if (!Trace.isOn(result)) {
        throw new InvalidInputException(
            place
                + ": the step says it is RowWise but drops the columns of Trace; keep unknown columns");
      }
    } else {
      Dataset<Row> judged =
          given instanceof RowWise some
              ? named(place, given.getClass(), () -> some.judged(rows))
              : rows;
      Transform rest = step instanceof RowWise some ? some::applyJudged : step;
      result = apart(judged, given.getClass(), rest, place, lane);
      lane.recounting().add(place + " " + name);
    }
    requireKeys(result, given.getClass(), place);
    lane.stages().add(stage(place, name, result, rowWise ? null : KEPT, given.warnings()));
    return result;
  }

  private Stage stage(
      String place, String step, Dataset<Row> rows, String note, List<String> warnings) {
    return Stage.of(place, step, rows, personal.isTagging(), note, warnings);
  }

  /** The step of this run, with its second input opened. */
  private Transform bound(Transform step, String place) {
    if (step instanceof AtRun atRun) {
      return atRun.at(started);
    }
    if (step instanceof TwoInputs two) {
      Dataset<Row> second = second(two.with(), place + ".with");
      return rows -> two.apply(rows, second);
    }
    return step;
  }

  private Dataset<Row> second(Source source, String place) {
    SecondInput before = known.get(source);
    if (before != null) {
      before.places().add(place);
      return before.good();
    }
    Lane lane = new Lane();
    Opened opened = open(source, place, lane);
    Dataset<Row> all = kept.keep(personal.shown(opened.rows().drop(ORIGIN)));
    SecondInput second = SecondInput.of(place, opened.reading(), all, lane);
    seconds.add(second);
    known.put(source, second);
    return second.good();
  }

  /** A step that knows nothing of the trace gets the good rows only; the others go round it. */
  private Dataset<Row> apart(
      Dataset<Row> rows, Class<?> type, Transform step, String place, Lane lane) {
    Dataset<Row> all = kept.keep(rows.drop(ORIGIN));
    if (lane.recounting().isEmpty()) {
      lane.entering().put(place, all);
    }
    Dataset<Row> good = all.where(col(Trace.ASIDE).isNull()).drop(Trace.ASIDE);
    Dataset<Row> aside = all.where(col(Trace.ASIDE).isNotNull()).select(Trace.ASIDE);
    return named(place, type, () -> traced(step.apply(good)).unionByName(aside, true));
  }

  /** A query that lacks a key says so here, with its place, and not in the first task. */
  private static void requireKeys(Dataset<Row> rows, Class<?> type, String place) {
    List<String> problems = TokenCalls.problems(rows.queryExecution().analyzed());
    if (!problems.isEmpty()) {
      throw new InvalidInputException(
          place + ": " + StepName.of(type) + ": " + String.join("; ", problems));
    }
  }

  private static <T> T named(String place, Class<?> type, Supplier<T> work) {
    try {
      return work.get();
    } catch (NothingNew e) {
      throw e;
    } catch (InvalidInputException e) {
      // A source or sink names itself so where it stands at the head of a job.
      String said = e.getMessage().replaceFirst("^(source|sink)(?=[.:])", "");
      boolean named = !said.equals(e.getMessage());
      throw new InvalidInputException(place + (named ? said : ": " + said), e);
    } catch (Exception e) {
      // Also Spark's AnalysisException, which is checked and thrown undeclared.
      String sentence = place + ": " + StepName.of(type) + ": " + FailureText.of(e);
      throw new InvalidInputException(sentence, e);
    }
  }

  private static Dataset<Row> traced(Dataset<Row> rows) {
    return Trace.isOn(rows) ? rows : rows.withColumn(Trace.ASIDE, lit(null).cast(Trace.ASIDE_TYPE));
  }
}
