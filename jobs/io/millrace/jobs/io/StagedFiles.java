package io.millrace.jobs.io;

import io.millrace.jobs.stage.StagePlace;
import io.millrace.jobs.stage.StagedOutput;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.DataFrameReader;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;

/**
 * The staged files of one {@link WriteFiles}.
 *
 * @param columns of a file's records
 */
record StagedFiles(
    WriteFiles sink,
    StructType columns,
    StagingFolder staging,
    StagedOutput output,
    Publication publication)
    implements Sink.Staged {

  @Override
  public void publish() {
    attempt("publish to", () -> publication.publish(output.files(), sink.mode()));
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

  /** Of the first file with rows: the target may hold more than this run wrote, or nothing. */
  @Override
  public Dataset<Row> sample(SparkSession spark) {
    return output.files().stream()
        .filter(file -> file.rows() > 0)
        .findFirst()
        .map(file -> new Path(StagePlace.below(sink.path(), file.partition()), file.name()))
        .map(file -> sample(spark.read().option("basePath", sink.path()), file.toString()))
        .orElseGet(spark::emptyDataFrame);
  }

  private Dataset<Row> sample(DataFrameReader reader, String file) {
    return switch (sink.format()) {
      case PARQUET -> reader.schema(columns).parquet(file);
      case CSV -> reader.options(FileEncoding.readOptions(sink.options())).csv(file);
      case JSON -> reader.json(file);
    };
  }
}
