package io.millrace.jobs.table;

import static org.apache.spark.sql.functions.col;

import io.millrace.transforms.Change;
import io.millrace.transforms.ChangeRules;
import io.millrace.transforms.Columns;
import io.millrace.transforms.Deletes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * Deletions that no row of the table tells any more: the keys and {@link Change#DELETED}. A
 * truncation is one without keys.
 */
record Tombstones(TargetTable table, ChangeRules rules) {

  /** Whether such a table is needed. */
  static boolean areKept(ChangeRules rules) {
    return rules.deletes() == Deletes.HARD || rules.applyAsTruncateWhen().isPresent();
  }

  /** Its columns, as the states of keys have them. */
  StructType columns(StructType states) {
    StructType columns = new StructType();
    for (StructField field : states.fields()) {
      boolean key = rules.keys().stream().anyMatch(field.name()::equalsIgnoreCase);
      columns = key || field.name().equals(Change.DELETED) ? columns.add(field) : columns;
    }
    return columns;
  }

  /** What has to be altered so that it takes wider keys; nothing if it is not there. */
  List<Alteration> alterations(StructType states) {
    if (!areKept(rules) || !table.exists()) {
      return List.of();
    }
    StructType there = table.rows().schema();
    List<Alteration> all = new ArrayList<>();
    for (StructField field : columns(states).fields()) {
      Arrays.stream(there.fields())
          .filter(own -> own.name().equalsIgnoreCase(field.name()))
          .filter(own -> table.promotes(own.dataType(), field.dataType()))
          .forEach(own -> all.add(Alteration.widen(own.name(), field.dataType().sql())));
    }
    return all;
  }

  /** How many deletions are to be remembered here. */
  long remembered(StateFacts facts) {
    return rules.deletes() == Deletes.HARD ? facts.deletions() : facts.truncations();
  }

  /** Those among {@code states}. */
  Dataset<Row> among(Dataset<Row> states) {
    Column remembered =
        rules.deletes() == Deletes.HARD
            ? col(Change.DELETED).isNotNull()
            : col(Change.DELETED).getField("op").equalTo("T");
    List<Column> columns = new ArrayList<>();
    Arrays.stream(columns(states.schema()).fieldNames())
        .forEach(name -> columns.add(Columns.named(name)));
    Dataset<Row> deletions = states.where(remembered).select(columns.toArray(Column[]::new));
    return rules.scdType() == 2 ? deletions.distinct() : deletions;
  }

  /** The statement that adds them. */
  String remember(String source, StructType states, List<KeyCondition> within) {
    List<String> columns = List.of(columns(states).fieldNames());
    if (rules.scdType() == 2) {
      List<String> all = new ArrayList<>(rules.keys());
      all.add(Change.DELETED);
      return new MergeSql(table.name(), source, all, columns, within).missing();
    }
    boolean truncations = rules.applyAsTruncateWhen().isPresent();
    // A truncation has no key, and is found all the same.
    List<KeyCondition> where = truncations ? List.of() : within;
    return new MergeSql(table.name(), source, rules.keys(), columns, where)
        .greatest(TableName.quoted(Change.DELETED), truncations);
  }

  /** Removes what is older than {@code horizon}. */
  void forget(String horizon, SparkSession spark) {
    String old = "%s.at < %s".formatted(TableName.quoted(Change.DELETED), horizon);
    if (!table.rows().where(old).isEmpty()) {
      spark.sql("DELETE FROM %s WHERE %s".formatted(table.name().sql(), old));
    }
  }
}
