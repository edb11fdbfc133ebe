package io.millrace.transforms;

import static org.apache.spark.sql.functions.col;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Adds the file a row was read from (string) and its place in it (bigint: byte of its first
 * character for text, row number for Parquet), to order changes by or to tell where a row came
 * from.
 *
 * @param file name of the column with the path
 * @param position name of the column with the place
 */
@Summary("Adds the file a row was read from, and its place in it.")
@Example("{ type = add-origin, file = source_file, position = source_position }")
public record AddOrigin(
    @Default("source_file") String file, @Default("source_position") String position)
    implements RowWise {

  public AddOrigin {
    Require.notBlank(file, "file");
    Require.notBlank(position, "position");
    if (file.equalsIgnoreCase(position)) {
      throw new IllegalArgumentException(
          "file and position are both '" + file + "'; give one another name");
    }
  }

  /** As {@code source_file} and {@code source_position}. */
  public AddOrigin() {
    this("source_file", "source_position");
  }

  @Override
  public Dataset<Row> apply(Dataset<Row> rows) {
    Require.noColumns(rows, this, List.of(file, position));
    if (!Arrays.asList(rows.columns()).containsAll(List.of(Trace.FILE, Trace.POSITION))) {
      throw new InvalidInputException(
          "add-origin: these rows no longer say which file they came from; put this step first, behind a source that reads files");
    }
    List<Column> all = new ArrayList<>();
    Trace.dataColumns(rows).forEach(name -> all.add(Columns.named(name)));
    all.add(col(Trace.FILE).as(file));
    all.add(col(Trace.POSITION).as(position));
    return Trace.select(rows, all);
  }
}
