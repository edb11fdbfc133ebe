package io.millrace.transforms;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.when;

import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;

/**
 * Each combination of keys must occur once. All rows of one that occurs more often are rejects, as
 * nobody can tell which of them is right; {@code deduplicate} keeps one. Null is a key like others;
 * {@code expect} can forbid it.
 *
 * @param keys columns that together tell rows apart
 */
@Summary("Rejects all rows whose keys occur more than once.")
@Example("{ type = expect-unique, keys = [customerid] }")
public record ExpectUnique(List<String> keys) implements RowWise {

  private static final String TIMES = Trace.PREFIX + "times";

  public ExpectUnique {
    keys = Require.names(keys, "keys");
  }

  @Override
  public Dataset<Row> apply(Dataset<Row> rows) {
    Require.columns(rows, this, keys);
    List<Column> same = new ArrayList<>(keys.stream().map(Columns::named).toList());
    if (Trace.isOn(rows)) {
      // A row that was set aside is no occurrence.
      same.add(col(Trace.ASIDE).isNull());
    }
    Column times = count(lit(1)).over(Window.partitionBy(same.toArray(Column[]::new)));
    Column several = col(TIMES).gt(1);
    String reason = String.join(", ", keys) + " occurs more than once";
    String column = keys.size() == 1 ? keys.get(0) : null;
    return Trace.reject(
            rows.withColumn(TIMES, times), "expect-unique", column, when(several, lit(reason)))
        .drop(TIMES);
  }
}
