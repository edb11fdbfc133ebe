package io.millrace.transforms;

import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * The escape hatch: one SQL query over the view {@code input}, which holds the rows that are still
 * good. Rows that the query drops are not counted as filtered, only as changed by this step.
 */
@Summary("One SQL query over the rows, which it sees as the view 'input'.")
@Example(
    "{ type = sql, query = \"select toppage, count(*) as views from input group by toppage\" }")
public record Sql(String query) implements Transform {

  private static final String VIEW = "input";

  public Sql {
    Require.notBlank(query, "query");
  }

  @Override
  public Dataset<Row> apply(Dataset<Row> rows) {
    SparkSession spark = rows.sparkSession();
    if (spark.catalog().tableExists(VIEW)) {
      throw new InvalidInputException(
          "sql: this session already has a table or view called 'input'; drop it first");
    }
    rows.createOrReplaceTempView(VIEW);
    try {
      return spark.sql(query);
    } finally {
      spark.catalog().dropTempView(VIEW);
    }
  }
}
