package io.millrace.jobs.io;

import io.millrace.jobs.stage.StagedOutput;
import io.millrace.transforms.InvalidInputException;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** The staged files of one {@link WriteFiles}. */
record StagedFiles(WriteFiles sink, Path staging, StagedOutput output, Configuration hadoop)
    implements Sink.Staged {

  @Override
  public void publish() {
    try {
      new Publication(new Path(sink.path()), hadoop).publish(output.files(), sink.mode());
    } catch (IOException e) {
      throw new InvalidInputException(
          "sink.path: cannot publish to " + sink.path() + ": " + e.getMessage(), e);
    }
    remove(staging, hadoop);
  }

  @Override
  public void discard() {
    remove(staging, hadoop);
  }

  /** Removes a staging folder, and the folders above it that exist only for it. */
  static void remove(Path staging, Configuration hadoop) {
    try {
      FileSystem files = staging.getFileSystem(hadoop);
      files.delete(staging, true);
      for (Path at = staging.getParent(), stop = at.getParent().getParent();
          at != null && !at.equals(stop) && files.exists(at) && files.listStatus(at).length == 0;
          at = at.getParent()) {
        files.delete(at, false);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot remove the staging folder " + staging, e);
    }
  }

  @Override
  public Dataset<Row> sample(SparkSession spark) {
    return switch (sink.format()) {
      case PARQUET -> spark.read().parquet(sink.path());
      case CSV ->
          spark
              .read()
              .option("header", sink.options().getOrDefault("header", "true"))
              .option("sep", sink.options().getOrDefault("delimiter", ","))
              .csv(sink.path());
      case JSON -> spark.read().json(sink.path());
    };
  }
}
