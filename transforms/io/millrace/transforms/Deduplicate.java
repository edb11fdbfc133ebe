package io.millrace.transforms;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.row_number;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;

/**
 * Keeps one row of those that are the same: the first by {@code order-by} of each key, or, without
 * keys, one of each group of rows that agree in all columns. Rows that {@code order-by} puts level
 * are told apart by their other columns, so the result never depends on the order of the input.
 * Null keys are the same key.
 *
 * @param keys columns that make rows the same; all of them if empty
 * @param orderBy columns, each with {@code asc} or {@code desc} and {@code nulls first} or {@code
 *     nulls last}, as in SQL; needed with keys
 */
@Summary("Keeps the first row of each key by an order, or drops rows that are wholly equal.")
@Example("{ type = deduplicate, keys = [username], order-by = [\"ts desc\"] }")
public record Deduplicate(@Default("[]") List<String> keys, @Default("[]") List<String> orderBy)
    implements Transform {

  private static final Pattern ORDER =
      Pattern.compile("(?is)\\s*(.+?)(?:\\s+(asc|desc))?(?:\\s+nulls\\s+(first|last))?\\s*");
  private static final String RANK = "_millrace_rank";

  public Deduplicate {
    keys = keys.isEmpty() ? List.of() : Require.names(keys, "keys");
    orderBy = orderBy.isEmpty() ? List.of() : List.copyOf(orderBy);
    orderBy.forEach(order -> Require.notBlank(order, "order-by"));
    if (keys.isEmpty() != orderBy.isEmpty()) {
      throw new IllegalArgumentException(
          keys.isEmpty()
              ? "order-by needs keys; without keys only rows that are equal in all columns go"
              : "keys need order-by, such as [\"ts desc\"], to say which row of a key stays");
    }
  }

  /** Drops rows that are equal in all columns. */
  public Deduplicate() {
    this(List.of(), List.of());
  }

  @Override
  public Dataset<Row> apply(Dataset<Row> rows) {
    Require.columns(rows, this, Stream.concat(keys.stream(), ordered()).toList());
    Stream<String> compared =
        keys.isEmpty() ? Trace.dataColumns(rows).stream() : Stream.concat(keys.stream(), ordered());
    compared
        .filter(name -> !isComparable(rows, name))
        .findFirst()
        .ifPresent(
            name -> {
              throw new InvalidInputException(
                  "deduplicate: column %s is %s, which cannot be compared; drop it, or choose keys and order-by without it"
                      .formatted(name, Require.field(rows, name).dataType().catalogString()));
            });
    return keys.isEmpty() ? rows.distinct() : firstOfEach(rows);
  }

  private Dataset<Row> firstOfEach(Dataset<Row> rows) {
    List<Column> order = new ArrayList<>(orderBy.stream().map(Deduplicate::order).toList());
    Trace.dataColumns(rows).stream()
        .filter(name -> isComparable(rows, name))
        .forEach(name -> order.add(Columns.named(name).asc()));
    Column rank =
        row_number()
            .over(
                Window.partitionBy(keys.stream().map(Columns::named).toArray(Column[]::new))
                    .orderBy(order.toArray(Column[]::new)));
    return rows.withColumn(RANK, rank).where(col(RANK).equalTo(1)).drop(RANK);
  }

  private Stream<String> ordered() {
    return orderBy.stream().map(order -> name(parsed(order)));
  }

  private static boolean isComparable(Dataset<Row> rows, String name) {
    return !Require.field(rows, name)
        .dataType()
        .catalogString()
        .matches("(?s).*\\b(map<|variant).*");
  }

  private static Column order(String text) {
    Matcher order = parsed(text);
    Column column = Columns.named(name(order));
    boolean descending = "desc".equalsIgnoreCase(order.group(2));
    boolean nullsFirst =
        order.group(3) == null ? !descending : order.group(3).equalsIgnoreCase("first");
    if (descending) {
      return nullsFirst ? column.desc_nulls_first() : column.desc_nulls_last();
    }
    return nullsFirst ? column.asc_nulls_first() : column.asc_nulls_last();
  }

  private static Matcher parsed(String text) {
    Matcher order = ORDER.matcher(text);
    if (!order.matches()) {
      throw new IllegalArgumentException("order-by: '" + text + "' names no column");
    }
    return order;
  }

  private static String name(Matcher order) {
    String name = order.group(1);
    boolean quoted = name.length() > 2 && name.startsWith("`") && name.endsWith("`");
    return quoted ? name.substring(1, name.length() - 1).replace("``", "`") : name;
  }
}
