package io.millrace.jobs.io;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.length;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.when;

import io.millrace.transforms.Columns;
import io.millrace.transforms.Trace;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * Which columns of strings hold nothing but numbers that lose nothing as int, bigint or double.
 *
 * <p>A leading zero or plus sign, blanks, an exponent, or more digits than a double keeps leave the
 * column a string, and so does a column without any value. Empty values have no say.
 */
final class NumberColumns {

  private static final List<DataType> TYPES =
      List.of(DataTypes.IntegerType, DataTypes.LongType, DataTypes.DoubleType);
  private static final String WHOLE = "\\A(0|-?[1-9][0-9]*)\\z";
  private static final String FLOATING = "\\A-?(0|[1-9][0-9]*)([.][0-9]+)?\\z";

  /** Every decimal number of so many digits comes back from a double as it was. */
  private static final int DOUBLE_DIGITS = 15;

  private NumberColumns() {}

  /** The columns with the narrowest type of each; reads all rows of {@code texts} once. */
  static StructType of(Dataset<Row> texts, StructType columns) {
    return look(texts, columns).types();
  }

  /**
   * What the rows show.
   *
   * @param types the narrowest of each column
   * @param filled whether a column has no empty value
   * @param rows that fit the columns
   */
  record Look(StructType types, List<Boolean> filled, long rows) {

    /** The types for readers to whom an empty text is no number: what has one is a string. */
    StructType typesWithoutEmpty() {
      StructType all = new StructType();
      for (int i = 0; i < filled.size(); i++) {
        StructField field = types.fields()[i];
        all = all.add(field.name(), filled.get(i) ? field.dataType() : DataTypes.StringType);
      }
      return all;
    }
  }

  /** The same, and what else is seen on the way. */
  static Look look(Dataset<Row> texts, StructType columns) {
    List<Column> values = new ArrayList<>();
    List<Column> verdicts = new ArrayList<>();
    for (int i = 0; i < columns.size(); i++) {
      values.add(Columns.named(columns.fieldNames()[i]).as("c" + i));
      for (DataType type : TYPES) {
        Column value = col("c" + i);
        verdicts.add(min(when(length(value).gt(0), isOf("c" + i, type))));
      }
      verdicts.add(min(coalesce(length(col("c" + i)).gt(0), lit(false))));
    }
    verdicts.add(count(lit(1)));
    Row all =
        texts
            .where(col(Trace.ASIDE).isNull())
            .select(values.toArray(Column[]::new))
            .select(verdicts.toArray(Column[]::new))
            .head();
    StructType typed = new StructType();
    List<Boolean> filled = new ArrayList<>();
    int each = TYPES.size() + 1;
    for (int i = 0; i < columns.size(); i++) {
      typed = typed.add(columns.fieldNames()[i], narrowest(all, i * each));
      int place = i * each + TYPES.size();
      filled.add(!all.isNullAt(place) && all.getBoolean(place));
    }
    return new Look(typed, filled, all.getLong(columns.size() * each));
  }

  private static DataType narrowest(Row verdicts, int first) {
    for (int i = 0; i < TYPES.size(); i++) {
      if (!verdicts.isNullAt(first + i) && verdicts.getBoolean(first + i)) {
        return TYPES.get(i);
      }
    }
    return DataTypes.StringType;
  }

  private static Column isOf(String value, DataType type) {
    Column number = expr("try_cast(" + value + " as " + type.sql() + ")");
    if (!type.equals(DataTypes.DoubleType)) {
      return col(value).rlike(WHOLE).and(number.isNotNull());
    }
    Column digits = expr("length(regexp_replace(" + value + ", '[-.]', ''))");
    return col(value).rlike(FLOATING).and(digits.leq(DOUBLE_DIGITS)).and(number.isNotNull());
  }
}
