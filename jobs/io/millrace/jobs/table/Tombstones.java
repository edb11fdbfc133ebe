package io.millrace.jobs.table;

import static org.apache.spark.sql.functions.col;

import io.millrace.transforms.Change;
import io.millrace.transforms.ChangeRules;
import io.millrace.transforms.Columns;
import io.millrace.transforms.Deletes;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
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

  /** The deletions among {@code states} that are to be remembered here. */
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
  String remember(String source, StructType states) {
    List<String> columns = List.of(columns(states).fieldNames());
    if (rules.scdType() == 2) {
      List<String> all = new ArrayList<>(rules.keys());
      all.add(Change.DELETED);
      return new MergeSql(table.name(), source, all, columns).missing();
    }
    boolean truncations = rules.applyAsTruncateWhen().isPresent();
    return new MergeSql(table.name(), source, rules.keys(), columns)
        .greatest(TableName.quoted(Change.DELETED), truncations);
  }

  /**
   * A literal: the newest time among these changes, less the lifetime; null without such a time. Of
   * times in the future the present one: one such change must not have all be forgotten.
   */
  String horizon(Dataset<Row> states) {
    String type =
        states
            .select(col(Change.COLUMN).getField("at"))
            .schema()
            .fields()[0]
            .dataType()
            .catalogString();
    if (!List.of("timestamp", "timestamp_ntz").contains(type)) {
      return null;
    }
    Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
    // A time in no zone may be of the one that is farthest ahead.
    Object latest = type.equals("timestamp") ? now : LocalDateTime.ofInstant(now, ZoneOffset.MAX);
    String newest =
        "least(max(greatest(%s.at, %s.at)), %s'%s') - make_dt_interval(0, 0, 0, %s)"
            .formatted(
                Change.COLUMN, Change.DELETED, type, latest, rules.tombstoneLifetime().toSeconds());
    Row row = states.selectExpr("cast(" + newest + " as string)").head();
    return row.isNullAt(0) ? null : "%s'%s'".formatted(type, row.getString(0));
  }

  /** Removes what is older than {@code horizon}. */
  void forget(String horizon, SparkSession spark) {
    String old = "%s.at < %s".formatted(TableName.quoted(Change.DELETED), horizon);
    if (!table.rows().where(old).isEmpty()) {
      spark.sql("DELETE FROM %s WHERE %s".formatted(table.name().sql(), old));
    }
  }
}
