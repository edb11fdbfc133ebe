package io.millrace.jobs.io;

import io.millrace.jobs.stage.StagePlace;
import io.millrace.jobs.stage.StagedFile;
import io.millrace.jobs.stage.StagedOutput;
import io.millrace.transforms.InvalidInputException;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
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
  private List<StagedFile> published = List.of();
  private List<StagedFile> shown = List.of();

  /** The rejects of one run below {@code path}. */
  public RejectStore(String path, String run, SparkSession spark) {
    this.folder = new Path(path);
    this.run = run;
    this.hadoop = spark.sparkContext().hadoopConfiguration();
    this.staging = new StagingFolder(path, run, hadoop);
    staging.removeStale();
  }

  /** Ends what runs began below {@code path} that died. */
  public static void settle(String path, SparkSession spark) {
    Publication.settle(path, "rejects.path", spark.sparkContext().hadoopConfiguration());
  }

  /** Whether a run has published its rejects below {@code path}, but not said that it counts. */
  public static boolean isBegun(String path, String run, Configuration hadoop) {
    Path folder = new Path(path);
    try {
      return Journal.exists(folder, run, folder.getFileSystem(hadoop));
    } catch (IOException e) {
      throw new InvalidInputException(
          "rejects.path: cannot look into " + path + ": " + e.getMessage(), e);
    }
  }

  /** Where tasks write. */
  public StagePlace place() {
    return staging.place("", below());
  }

  private String below() {
    return "run=" + run;
  }

  /** Shows the rejects of all outputs to readers. */
  public void publish(List<StagedOutput> outputs, Run by) {
    List<StagedFile> files =
        outputs.stream()
            .flatMap(output -> output.rejectFiles().stream())
            .map(file -> file.in(below()))
            .toList();
    if (!files.isEmpty()) {
      publication = new Publication(folder, by, hadoop);
      published = files;
      change("publish to", () -> publication.publish(files, WriteMode.APPEND));
    }
  }

  /** The folder that they were published to, if there were any. */
  public Optional<String> published() {
    return Optional.ofNullable(publication).map(done -> folder.toString());
  }

  /** Makes sure that they still are this run's to publish. */
  public void requireHeld() {
    if (publication != null) {
      publication.requireHeld();
    }
  }

  /** Marks them as finished. */
  public void finish() {
    if (publication != null) {
      change("finish", publication::finish);
      shown = published;
    }
  }

  /** Takes them back: the run has failed after all. */
  public void withdraw() {
    if (publication != null) {
      change("take back what was published to", publication::withdraw);
    }
  }

  private void change(String what, Publication.Change change) {
    change.attempt("rejects.path: cannot " + what, folder.toString());
  }

  /** Removes what was staged. */
  public void clear() {
    if (publication != null) {
      publication.release();
    }
    staging.remove(shown);
  }
}
