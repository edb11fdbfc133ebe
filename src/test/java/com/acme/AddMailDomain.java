package com.acme;

import io.millrace.transforms.Transform;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;

/** Adds the domain of an e-mail address. */
public record AddMailDomain(String column) implements Transform {

  @Override
  public Dataset<Row> apply(Dataset<Row> rows) {
    return rows.withColumn("mail_domain", functions.substring_index(rows.col(column), "@", -1));
  }
}
