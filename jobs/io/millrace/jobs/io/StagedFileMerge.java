package io.millrace.jobs.io;

import io.millrace.jobs.stage.StagePlace;
import io.millrace.jobs.stage.StagedFile;
import io.millrace.jobs.stage.StagedOutput;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;

/**
 * The staged files of one {@link MergeIntoFiles}.
 *
 * @param replaced the files whose place they take
 * @param mark how the rows were merged
 * @param columns of the files
 */
record StagedFileMerge(
    WriteFiles sink,
    StagingFolder staging,
    StagedOutput output,
    Publication publication,
    List<Path> replaced,
    String mark,
    StructType columns)
    implements Sink.Staged {

  @Override
  public Map<String, Long> counts() {
    if (output.files().isEmpty()) {
      return Map.of();
    }
    return Map.of("rows-written", rows(false), "tombstones", rows(true));
  }

  private long rows(boolean tombstones) {
    return output.files().stream()
        .filter(file -> MergedFiles.isTombstones(file) == tombstones)
        .mapToLong(StagedFile::rows)
        .sum();
  }

  @Override
  public void publish() {
    attempt("publish to", () -> publication.publish(output.files(), replaced, mark));
  }

  @Override
  public void finish() {
    attempt("finish", publication::finish);
    staging.remove(output.files());
  }

  @Override
  public void withdraw() {
    attempt("take back what was published to", publication::withdraw);
  }

  private void attempt(String what, Publication.Change change) {
    change.attempt("sink.path: cannot " + what, sink.path());
  }

  @Override
  public void requireHeld() {
    publication.requireHeld();
  }

  @Override
  public void discard() {
    publication.release();
    staging.remove();
  }

  @Override
  public Dataset<Row> sample(SparkSession spark) {
    return output.files().stream()
        .filter(file -> file.rows() > 0 && !MergedFiles.isTombstones(file))
        .findFirst()
        .map(file -> new Path(StagePlace.below(sink.path(), file.partition()), file.name()))
        .map(
            file ->
                spark
                    .read()
                    .option("basePath", sink.path())
                    .schema(columns)
                    .parquet(file.toString()))
        .orElseGet(spark::emptyDataFrame);
  }
}
