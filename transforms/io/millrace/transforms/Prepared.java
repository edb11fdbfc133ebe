package io.millrace.transforms;

import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * A source seen through steps, for the second input of a step such as {@link Join}.
 *
 * @param source where the rows come from
 * @param transforms steps they go through, in order
 */
@Summary("Another source seen through steps of its own, as the second input of a join.")
@Example(
    """
    { type = prepared
      source { type = read-files, format = csv, path = "lake/raw/userprofile", options { header = true } }
      transforms = [ { type = select, columns = [username, zip] } ] }
    """)
public record Prepared(Source source, List<Transform> transforms) implements Source {

  public Prepared {
    transforms = List.copyOf(transforms);
  }

  /** Of one step. */
  public Prepared(Source source, Transform transform) {
    this(source, List.of(transform));
  }

  @Override
  public Dataset<Row> read(SparkSession spark) {
    Dataset<Row> rows = source.read(spark);
    for (Transform step : transforms) {
      rows = step.apply(rows);
    }
    return rows;
  }
}
