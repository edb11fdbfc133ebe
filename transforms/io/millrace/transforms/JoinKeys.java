package io.millrace.transforms;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.first;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.struct;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;

/** The key columns of a join, under the names that both sides give them. */
record JoinKeys(List<String> left, List<String> right) {

  /** A struct of the second input's columns that are added. */
  static final String FOUND = Trace.PREFIX + "found";

  /** How many rows of the second input have these keys; null if the row found none. */
  static final String TIMES = Trace.PREFIX + "times";

  private static final String KEY = Trace.PREFIX + "key";
  private static final List<DataType> INTEGERS =
      List.of(DataTypes.ByteType, DataTypes.ShortType, DataTypes.IntegerType, DataTypes.LongType);

  static JoinKeys of(Join join, Dataset<Row> rows, Dataset<Row> second) {
    List<String> left = new ArrayList<>();
    List<String> right = new ArrayList<>();
    // In the order of names, so that two runs plan alike.
    new TreeMap<>(join.on())
        .forEach(
            (mine, other) -> {
              left.add(mine);
              right.add(other);
            });
    Require.columns(rows, join, left);
    Require.columns(second, "join: with", right);
    for (int i = 0; i < left.size(); i++) {
      comparable(left.get(i), type(rows, left.get(i)), right.get(i), type(second, right.get(i)));
    }
    return new JoinKeys(left, right);
  }

  private static DataType type(Dataset<Row> rows, String column) {
    return Require.field(rows, column).dataType();
  }

  private static void comparable(String mine, DataType type, String other, DataType otherType) {
    boolean integers = INTEGERS.contains(type) && INTEGERS.contains(otherType);
    if (!integers && !type.equals(otherType)) {
      throw new InvalidInputException(
          "join: %s is %s, but %s of the second input is %s; cast one of them, so that it is clear when they are equal"
              .formatted(mine, type.catalogString(), other, otherType.catalogString()));
    }
  }

  /** The second input's columns to add: all but the keys that have the same name on both sides. */
  List<String> added(Dataset<Row> rows, Dataset<Row> second) {
    List<String> same =
        IntStream.range(0, left.size())
            .filter(i -> left.get(i).equalsIgnoreCase(right.get(i)))
            .mapToObj(right::get)
            .toList();
    return Trace.dataColumns(second).stream()
        .filter(name -> same.stream().noneMatch(name::equalsIgnoreCase))
        .toList();
  }

  /** What the added columns are called beside those of {@code rows}. */
  List<String> names(Dataset<Row> rows, List<String> added, Optional<String> prefix) {
    Set<String> taken = lower(Trace.dataColumns(rows));
    List<String> names =
        added.stream()
            .map(name -> taken.contains(lower(name)) ? prefix.orElse("") + name : name)
            .toList();
    for (String name : names) {
      if (!taken.add(lower(name))) {
        throw new InvalidInputException(
            "join: two columns would be called %s; set prefix = \"…\" to tell those of the second input apart, or rename or drop one"
                .formatted(name));
      }
    }
    return names;
  }

  private static Set<String> lower(List<String> names) {
    Set<String> lower = new HashSet<>();
    names.forEach(name -> lower.add(lower(name)));
    return lower;
  }

  private static String lower(String name) {
    return name.toLowerCase(Locale.ROOT);
  }

  /** Keys, the struct of added columns, and a one; rows with a null key can match nothing. */
  Dataset<Row> keyed(Dataset<Row> second, List<String> added) {
    List<Column> columns = new ArrayList<>();
    List<Column> fields = new ArrayList<>();
    fields.add(lit(1).as("there"));
    for (int i = 0; i < added.size(); i++) {
      fields.add(Columns.named(added.get(i)).as("c" + i));
    }
    Column present = lit(true);
    for (int i = 0; i < right.size(); i++) {
      columns.add(Columns.named(right.get(i)).as(KEY + i));
      present = present.and(Columns.named(right.get(i)).isNotNull());
    }
    columns.add(struct(fields.toArray(Column[]::new)).as(FOUND));
    columns.add(lit(1L).as(TIMES));
    return second.where(present).select(columns.toArray(Column[]::new));
  }

  /** Each combination of keys once, with the number of rows that have it. */
  Dataset<Row> once(Dataset<Row> keyed) {
    Column[] keys = names().stream().map(name -> col(name)).toArray(Column[]::new);
    return keyed.groupBy(keys).agg(first(col(FOUND)).as(FOUND), count(lit(1)).as(TIMES));
  }

  /** The condition of the join; what was set aside finds nothing. */
  Column equal(Dataset<Row> rows) {
    Column equal = Trace.isOn(rows) ? col(Trace.ASIDE).isNull() : lit(true);
    for (int i = 0; i < left.size(); i++) {
      equal = equal.and(Columns.named(left.get(i)).equalTo(col(KEY + i)));
    }
    return equal;
  }

  private List<String> names() {
    return IntStream.range(0, left.size()).mapToObj(i -> KEY + i).toList();
  }

  /** Columns of the join that no user sees. */
  List<String> hidden() {
    List<String> hidden = new ArrayList<>(names());
    hidden.add(FOUND);
    hidden.add(TIMES);
    return hidden;
  }
}
