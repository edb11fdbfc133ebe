package io.millrace.jobs.table;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.max;

import io.millrace.transforms.Change;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * The generations of the full load that a target holds, of rows that are there or were deleted.
 *
 * @param changes rows with {@link Change#COLUMN}
 */
public record HeldLoads(List<Dataset<Row>> changes) {

  public HeldLoads {
    changes = List.copyOf(changes);
  }

  /** The newest generation; 0 if none is numbered. */
  public int newest() {
    int newest = 0;
    for (Dataset<Row> some : changes) {
      // By the files' statistics alone nothing is read where none is numbered.
      Row row = loads(some).where("load > 0").agg(max("load")).head();
      newest = row.isNullAt(0) ? newest : Math.max(newest, row.getInt(0));
    }
    return newest;
  }

  /** Whether no row is there, and none was deleted. */
  public boolean isEmpty() {
    return changes.stream().allMatch(some -> loads(some).isEmpty());
  }

  private static Dataset<Row> loads(Dataset<Row> some) {
    return some.select(col(Change.COLUMN).getField("load").as("load"));
  }
}
