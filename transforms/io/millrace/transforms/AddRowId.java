package io.millrace.transforms;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat_ws;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.sha2;
import static org.apache.spark.sql.functions.substring;
import static org.apache.spark.sql.functions.when;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Adds an id made from a row's file and its place in it: 32 hexadecimal digits, the same however
 * often and in whatever order the rows are computed, so several outputs can be joined by it. The
 * same record in another file, or elsewhere in it, has another id.
 *
 * @param as name of the column
 */
@Summary("Adds an id made from a row's file and place, the same in every output.")
@Example("{ type = add-row-id, as = row_id }")
public record AddRowId(@Default("row_id") String as) implements RowWise {

  private static final int DIGITS = 32;

  public AddRowId {
    Require.notBlank(as, "as");
  }

  /** As the column {@code row_id}. */
  public AddRowId() {
    this("row_id");
  }

  @Override
  public Dataset<Row> apply(Dataset<Row> rows) {
    Require.noColumns(rows, this, List.of(as));
    if (!Arrays.asList(rows.columns()).containsAll(List.of(Trace.FILE, Trace.POSITION))) {
      throw new InvalidInputException(
          "add-row-id: these rows no longer say which file they came from; put this step first, behind a source that reads files");
    }
    Column unplaced = col(Trace.FILE).isNull().or(col(Trace.POSITION).isNull());
    Column reason = when(unplaced, lit("the row has no place in a file to make an id from"));
    Dataset<Row> judged = Trace.reject(rows, "add-row-id", null, reason);
    List<Column> all = new ArrayList<>();
    Trace.dataColumns(rows).forEach(name -> all.add(Columns.named(name)));
    // The position is digits only, so no other pair of file and position makes the same text.
    Column place = concat_ws(" ", col(Trace.POSITION), col(Trace.FILE));
    all.add(when(unplaced.equalTo(false), substring(sha2(place, 256), 1, DIGITS)).as(as));
    return Trace.select(judged, all);
  }
}
