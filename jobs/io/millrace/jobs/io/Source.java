package io.millrace.jobs.io;

import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** Where a job's rows come from. */
public interface Source {

  /** The rows; reading starts with the first action. A record that does not fit fails the query. */
  Dataset<Row> read(SparkSession spark);

  /** The rows with their trace and an independent count, for a job. */
  default Reading open(SparkSession spark) {
    return Reading.uncounted(read(spark));
  }
}
