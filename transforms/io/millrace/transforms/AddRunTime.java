package io.millrace.transforms;

import static org.apache.spark.sql.functions.current_timestamp;
import static org.apache.spark.sql.functions.lit;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Adds when the run began: one timestamp for all rows and all outputs of a job. Outside of a job it
 * is when the query began, one for all its rows.
 *
 * @param as name of the column
 */
@Summary("Adds the time at which the run began: the same for all rows and outputs.")
@Example("{ type = add-run-time, as = loaded_at }")
public record AddRunTime(@Default("run_time") String as) implements RowWise, AtRun {

  public AddRunTime {
    Require.notBlank(as, "as");
  }

  /** As the column {@code run_time}. */
  public AddRunTime() {
    this("run_time");
  }

  /** The step in a run whose beginning is known. */
  private record Started(AddRunTime step, Instant at) implements RowWise {
    @Override
    public Dataset<Row> apply(Dataset<Row> rows) {
      return step.adding(rows, lit(at));
    }
  }

  @Override
  public RowWise at(Instant started) {
    return new Started(this, started);
  }

  @Override
  public Dataset<Row> apply(Dataset<Row> rows) {
    return adding(rows, current_timestamp());
  }

  private Dataset<Row> adding(Dataset<Row> rows, Column time) {
    Require.noColumns(rows, this, List.of(as));
    List<Column> all = new ArrayList<>();
    Trace.dataColumns(rows).forEach(name -> all.add(Columns.named(name)));
    all.add(time.as(as));
    return Trace.select(rows, all);
  }
}
