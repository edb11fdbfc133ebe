package io.millrace.jobs.io;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.array_union;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.when;

import io.millrace.jobs.io.SchemaChanges.Kind;
import io.millrace.transforms.Cast;
import io.millrace.transforms.Change;
import io.millrace.transforms.Columns;
import io.millrace.transforms.InvalidInputException;
import io.millrace.transforms.Trace;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructType;

/**
 * How the columns of changes differ from those of their table, and what is done about it.
 *
 * @param differences in the order of the columns
 * @param after the table's columns when it is done, in its types
 */
record SchemaDrift(List<SchemaDifference> differences, StructType after) {

  /** Of a deletion only its key matters. */
  static final Column UPSERTS = col(Change.COLUMN).getField("op").isin("I", "U");

  private static final String RULE = "schema-changes";

  /**
   * Refuses what must not happen.
   *
   * @param fixed whether a column must have its value in every change, as a key must
   */
  void require(Predicate<String> fixed) {
    List<String> refused =
        differences.stream()
            .filter(
                one ->
                    one.policy() == SchemaPolicy.FAIL
                        || (one.policy() == SchemaPolicy.IGNORE && fixed.test(one.column())))
            .map(SchemaDifference::sentence)
            .toList();
    if (!refused.isEmpty()) {
      throw new InvalidInputException(
          "%s; change the source, or say in schema-changes what is to be done"
              .formatted(String.join("; ", refused)));
    }
  }

  /**
   * The changes in the columns and types of the table; rows it cannot hold are set aside.
   *
   * @param key whether a column is of the key, which a deletion must have too
   */
  Dataset<Row> judged(Dataset<Row> rows, Predicate<String> key) {
    Dataset<Row> result = rows;
    for (SchemaDifference one : differences) {
      result = judged(result, one, key.test(one.column()));
    }
    return result;
  }

  private Dataset<Row> judged(Dataset<Row> rows, SchemaDifference one, boolean key) {
    boolean quarantine = one.policy() == SchemaPolicy.QUARANTINE;
    return switch (one.kind()) {
      case ADDED ->
          switch (one.policy()) {
            case APPLY, FAIL -> rows;
            case QUARANTINE ->
                set(rows, one, Columns.named(one.column()).isNotNull()).drop(one.column());
            case IGNORE -> rows.drop(one.column());
          };
      case RENAMED ->
          quarantine
              ? with(set(rows, one, lit(true)), one.was(), lit(null).cast(one.from()))
                  .drop(one.column())
              : rows;
      case DROPPED -> {
        Dataset<Row> with = with(rows, one.column(), lit(null).cast(one.from()));
        yield quarantine
            ? set(with, one, lit(true))
            : one.policy() == SchemaPolicy.IGNORE ? unsupplied(with, one.column()) : with;
      }
      case WIDENED, NARROWED, RETYPED -> {
        if (one.policy() == SchemaPolicy.IGNORE && one.kind() != Kind.NARROWED) {
          Column none = lit(null).cast(one.from());
          // At its place: behind its neighbour another column may be a renamed one.
          yield unsupplied(with(rows, one.column(), none), one.column());
        }
        yield quarantine
            ? fitting(rows, one, key)
            : with(rows, one.column(), ordered(rows, one).cast(to(one)));
      }
    };
  }

  /** What does not fit the table's type is set aside. */
  private Dataset<Row> fitting(Dataset<Row> rows, SchemaDifference one, boolean key) {
    if (!ByName.fits(from(rows, one), to(one))) {
      Dataset<Row> judged = set(rows, one, Columns.named(one.column()).isNotNull());
      return with(judged, one.column(), lit(null).cast(to(one)));
    }
    Dataset<Row> named = with(rows, one.column(), ordered(rows, one));
    // A deletion without the key that it has would delete nothing, or stand for a truncation.
    Dataset<Row> judging = key ? named : upserted(named, one.column());
    return new Cast(Map.of(one.column(), to(one).sql())).apply(judging, RULE);
  }

  private static DataType from(Dataset<Row> rows, SchemaDifference one) {
    return WiderType.field(rows.schema(), one.column()).orElseThrow().dataType();
  }

  private DataType to(SchemaDifference one) {
    return after.apply(one.column()).dataType();
  }

  private Column ordered(Dataset<Row> rows, SchemaDifference one) {
    DataType from = from(rows, one);
    Column value = Columns.named(one.column());
    return ByName.fits(from, to(one)) ? ByName.ordered(value, from, to(one)) : value;
  }

  private static Dataset<Row> set(Dataset<Row> rows, SchemaDifference one, Column when) {
    String reason = one.sentence();
    return Trace.reject(rows, RULE, one.column(), when(UPSERTS.and(when), lit(reason)));
  }

  private static Dataset<Row> upserted(Dataset<Row> rows, String column) {
    return with(rows, column, when(UPSERTS, Columns.named(column)));
  }

  private static Dataset<Row> with(Dataset<Row> rows, String column, Column value) {
    return rows.withColumn(column, value);
  }

  private static Dataset<Row> unsupplied(Dataset<Row> rows, String column) {
    Column one = array(lit(Change.columnKey(column)));
    boolean any = List.of(rows.columns()).contains(Change.NOT_SUPPLIED);
    Column all = any ? coalesce(array_union(col(Change.NOT_SUPPLIED), one), one) : one;
    return rows.withColumn(Change.NOT_SUPPLIED, all);
  }

  /** Who wrote which column goes by the column's name too. */
  private static Dataset<Row> renamed(Dataset<Row> table, SchemaDifference one) {
    if (!List.of(table.columns()).contains(Change.COLUMNS)) {
      return table;
    }
    String was = Change.columnKey(one.was()).replace("'", "\\'");
    String is = Change.columnKey(one.column()).replace("'", "\\'");
    String keys = "transform_keys(%s, (k, v) -> if(k = '%s', '%s', k))";
    return table.withColumn(Change.COLUMNS, expr(keys.formatted(Change.COLUMNS, was, is)));
  }

  /** The table's rows in its new columns. */
  Dataset<Row> migrated(Dataset<Row> table) {
    Dataset<Row> result = table;
    for (SchemaDifference one : differences) {
      if (one.policy() != SchemaPolicy.APPLY) {
        continue;
      }
      if (one.kind() == Kind.RENAMED) {
        result = renamed(result.withColumnRenamed(one.was(), one.column()), one);
      } else if (one.kind() == Kind.WIDENED || one.kind() == Kind.RETYPED) {
        DataType to = after.apply(one.column()).dataType();
        result = result.withColumn(one.column(), Columns.named(one.column()).cast(to));
      } else if (one.kind() == Kind.ADDED) {
        result = result.withColumn(one.column(), lit(null).cast(one.to()));
      }
    }
    return result;
  }
}
