package io.millrace.jobs.io;

import io.millrace.transforms.Source;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** A source that knows where each row comes from and counts what it reads. */
public interface TracedSource extends Source {

  /** The rows with their trace and an independent count, for a job. */
  Reading open(SparkSession spark);

  @Override
  default Dataset<Row> read(SparkSession spark) {
    return Untraced.of(open(spark).rows());
  }
}
