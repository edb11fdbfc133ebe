package io.millrace.transforms;

import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * The escape hatch: one SELECT over the view {@code input}, which holds the rows that are still
 * good. Rows that the query drops are not counted as filtered, only as changed by this step.
 */
@Summary("One SELECT over the rows, which it sees as the view 'input'.")
@Example(
    "{ type = sql, query = \"select toppage, count(*) as views from input group by toppage\" }")
public record Sql(String query) implements Transform {

  private static final String VIEW = "input";
  private static final Object LOCK = new Object();

  public Sql {
    Require.notBlank(query, "query");
  }

  /** One at a time: the view's name is the session's, and two jobs may share a session. */
  @Override
  public Dataset<Row> apply(Dataset<Row> rows) {
    synchronized (LOCK) {
      SparkSession spark = rows.sparkSession();
      if (spark.catalog().tableExists(VIEW)) {
        throw new InvalidInputException(
            "sql: the session already has a table or view called 'input'; drop it first");
      }
      rows.createOrReplaceTempView(VIEW);
      try {
        // As a subquery: Spark runs a command, such as an insert, when it is only planned.
        return spark.sql("select * from (\n" + query.strip().replaceFirst(";$", "") + "\n)");
      } finally {
        spark.catalog().dropTempView(VIEW);
      }
    }
  }
}
