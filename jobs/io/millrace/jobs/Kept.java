package io.millrace.jobs;

import io.millrace.jobs.io.ReadFiles;
import io.millrace.jobs.io.Reading;
import io.millrace.jobs.io.TracedSource;
import io.millrace.jobs.stage.Persisted;
import io.millrace.transforms.Source;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** What a flow holds until its run is over: opened sources, and rows that are needed twice. */
final class Kept implements AutoCloseable {

  private final SparkSession spark;
  private final boolean running;
  private final Intake intake;
  private final List<Runnable> releases = new ArrayList<>();

  /** With {@code running} rows are really kept, when they are first read. */
  Kept(SparkSession spark, boolean running, Intake intake) {
    this.spark = spark;
    this.running = running;
    this.intake = intake;
  }

  /** Opens the source at this place of the job. */
  Reading open(Source source, String place) {
    Reading reading;
    if (source instanceof ReadFiles files) {
      reading = files.open(spark, intake.at(files, place));
    } else {
      reading =
          source instanceof TracedSource traced
              ? traced.open(spark)
              : Reading.uncounted(source.read(spark));
    }
    releases.add(reading::close);
    return reading;
  }

  Dataset<Row> keep(Dataset<Row> rows) {
    if (!running) {
      return rows;
    }
    Dataset<Row> persisted = Persisted.of(rows);
    releases.add(0, () -> persisted.unpersist(false));
    return persisted;
  }

  /** Lets go; what cannot be let go of does not change how a run ended. */
  @Override
  public void close() {
    for (Runnable release : releases) {
      try {
        release.run();
      } catch (RuntimeException e) {
        continue;
      }
    }
  }
}
