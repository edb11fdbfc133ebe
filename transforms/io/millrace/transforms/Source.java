package io.millrace.transforms;

import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** Where rows come from. */
public interface Source {

  /** The rows; reading starts with the first action. A record that does not fit fails the query. */
  Dataset<Row> read(SparkSession spark);
}
