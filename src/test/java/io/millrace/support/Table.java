package io.millrace.support;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * Rows as a text table: {@code name type | name type} in the first line, a row in each other line,
 * {@code null} for null. Order does not count, multiplicity does.
 */
public final class Table {

  private Table() {}

  /** The rows of a table; cells are cast by Spark. */
  public static Dataset<Row> rows(SparkSession spark, String table) {
    List<String> lines = table.strip().lines().toList();
    StructType types = StructType.fromDDL(String.join(", ", cells(lines.get(0))));
    StructType texts = new StructType();
    for (String name : types.fieldNames()) {
      texts = texts.add(name, DataTypes.StringType);
    }
    List<Row> rows =
        lines.stream()
            .skip(1)
            .map(line -> RowFactory.create(values(cells(line))))
            .collect(Collectors.toCollection(ArrayList::new));
    Dataset<Row> text = spark.createDataFrame(rows, texts);
    return text.select(
        Arrays.stream(types.fields())
            .map(field -> functions.col(field.name()).cast(field.dataType()).as(field.name()))
            .toArray(org.apache.spark.sql.Column[]::new));
  }

  private static Object[] values(List<String> cells) {
    return cells.stream().map(cell -> cell.equals("null") ? null : cell).toArray();
  }

  private static List<String> cells(String line) {
    return Arrays.stream(line.split("\\|", -1)).map(String::strip).toList();
  }

  /** The rows as a table, sorted, so that equal rows give equal text. */
  public static String text(Dataset<Row> rows) {
    String header =
        Arrays.stream(rows.schema().fields())
            .map(field -> field.name() + " " + field.dataType().catalogString())
            .collect(Collectors.joining(" | "));
    Dataset<Row> texts =
        rows.select(
            IntStream.range(0, rows.columns().length)
                .mapToObj(i -> text(rows, i))
                .toArray(org.apache.spark.sql.Column[]::new));
    return texts.collectAsList().stream()
        .map(row -> line(row))
        .sorted(Comparator.naturalOrder())
        .collect(Collectors.joining("\n", header + "\n", ""));
  }

  private static org.apache.spark.sql.Column text(Dataset<Row> rows, int column) {
    var field = rows.schema().fields()[column];
    var value = functions.col("`" + field.name() + "`");
    boolean nested = field.dataType().catalogString().matches("(struct|array|map)<.*");
    return (nested ? functions.to_json(value) : value.cast("string")).as("c" + column);
  }

  private static String line(Row row) {
    return IntStream.range(0, row.size())
        .mapToObj(i -> String.valueOf(row.get(i)))
        .collect(Collectors.joining(" | "));
  }

  /** A table written by hand, spaced as {@link #text} spaces it and sorted. */
  public static String table(String byHand) {
    List<String> lines =
        byHand.strip().lines().map(line -> String.join(" | ", cells(line))).toList();
    return lines.stream()
        .skip(1)
        .sorted()
        .collect(Collectors.joining("\n", lines.get(0) + "\n", ""));
  }
}
