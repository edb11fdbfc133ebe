package io.millrace.jobs.io;

import io.millrace.jobs.stage.StagedFile;
import io.millrace.jobs.stage.StagedOutput;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.SparkSession;

/** The folder of a job's rejects: {@code run=ID} below it, one folder per run that had any. */
public final class RejectStore {

  private final Path folder;
  private final String run;
  private final StagingFolder staging;
  private final Configuration hadoop;
  private Publication publication;

  /** The rejects of one run below {@code path}. */
  public RejectStore(String path, String run, SparkSession spark) {
    this.folder = new Path(path);
    this.run = run;
    this.hadoop = spark.sparkContext().hadoopConfiguration();
    this.staging = new StagingFolder(path, run, hadoop);
    staging.removeStale();
  }

  /** Where tasks write. */
  public String staging() {
    return staging.path().toString();
  }

  /** Shows the rejects of all outputs to readers. */
  public void publish(List<StagedOutput> outputs) {
    List<StagedFile> files =
        outputs.stream()
            .flatMap(output -> output.rejectFiles().stream())
            .map(
                file ->
                    new StagedFile(
                        file.path(), "run=" + run, file.name(), file.rows(), file.bytes()))
            .toList();
    if (!files.isEmpty()) {
      publication = new Publication(folder, hadoop);
      change("publish to", () -> publication.publish(files, WriteMode.APPEND));
    }
  }

  /** Marks them as finished. */
  public void finish() {
    if (publication != null) {
      change("finish", publication::finish);
    }
  }

  /** Takes them back: the run has failed after all. */
  public void withdraw() {
    if (publication != null) {
      change("take back what was published to", publication::withdraw);
    }
  }

  private void change(String what, Publication.Change change) {
    change.attempt("rejects.path: cannot " + what + " " + folder);
  }

  /** Removes what was staged. */
  public void clear() {
    staging.remove();
  }
}
