package io.millrace.jobs.io;

import io.millrace.transforms.Source;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** A source that tells what it reads: where each row comes from, how many there are, or both. */
public interface TracedSource extends Source {

  /** The rows with their trace and an independent count, as far as there are such, for a job. */
  Reading open(SparkSession spark);

  @Override
  default Dataset<Row> read(SparkSession spark) {
    return Untraced.of(open(spark).rows());
  }
}
