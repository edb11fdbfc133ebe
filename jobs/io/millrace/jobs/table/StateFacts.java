package io.millrace.jobs.table;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.when;

import io.millrace.transforms.Change;
import io.millrace.transforms.ChangeRules;
import io.millrace.transforms.Columns;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructField;

/**
 * What a merge has to know of its states, by one look at them.
 *
 * @param states their number
 * @param deletions how many tell of a deletion
 * @param truncations how many tell of a truncation
 * @param horizon a literal: from when on deletions are remembered; empty for ever since
 * @param keys which values their keys have, as far as that can be said
 */
public record StateFacts(
    long states, long deletions, long truncations, Optional<String> horizon, List<KeyValues> keys) {

  public StateFacts {
    keys = List.copyOf(keys);
  }

  /**
   * Reads them all, and the keys of a few once more.
   *
   * @param told what may be said of their keys
   */
  public static StateFacts of(Dataset<Row> states, ChangeRules rules, KeysTold told) {
    List<StructField> known = new ArrayList<>();
    for (StructField field : states.schema().fields()) {
      if (told != KeysTold.NONE && rules.isKey(field.name()) && KeyValues.knows(field.dataType())) {
        known.add(field);
      }
    }
    Column deleted = col(Change.DELETED);
    List<Column> asked = new ArrayList<>();
    asked.add(count(when(deleted.isNotNull(), 1)));
    asked.add(count(when(deleted.getField("op").equalTo("T"), 1)));
    String time =
        states
            .select(col(Change.COLUMN).getField("at"))
            .schema()
            .fields()[0]
            .dataType()
            .catalogString();
    asked.add(expr(horizon(time, rules)));
    for (StructField field : known) {
      Column key = Columns.named(field.name());
      asked.add(KeyValues.told(min(key), field.dataType()));
      asked.add(KeyValues.told(max(key), field.dataType()));
    }
    Row found = states.agg(count(lit(1)), asked.toArray(Column[]::new)).head();
    return new StateFacts(
        found.getLong(0),
        found.getLong(1),
        found.getLong(2),
        Optional.ofNullable(found.getString(3)).map(horizon -> "%s'%s'".formatted(time, horizon)),
        told == KeysTold.EACH && found.getLong(0) <= KeyValues.FEW
            ? among(known, states)
            : between(known, found));
  }

  private static List<KeyValues> between(List<StructField> keys, Row found) {
    List<KeyValues> all = new ArrayList<>();
    int at = 4;
    for (StructField key : keys) {
      String least = found.getString(at++);
      String greatest = found.getString(at++);
      if (least != null) {
        all.add(KeyValues.between(key.name(), key.dataType(), least, greatest));
      }
    }
    return all;
  }

  /**
   * One by one: where a table is cut by buckets of a key, or keys are random, bounds say little.
   */
  private static List<KeyValues> among(List<StructField> keys, Dataset<Row> states) {
    Column[] told =
        keys.stream()
            .map(key -> KeyValues.told(Columns.named(key.name()), key.dataType()))
            .toArray(Column[]::new);
    List<Row> rows = keys.isEmpty() ? List.of() : states.select(told).collectAsList();
    List<KeyValues> all = new ArrayList<>();
    for (int i = 0; i < keys.size(); i++) {
      Set<String> values = new TreeSet<>();
      for (Row row : rows) {
        if (!row.isNullAt(i)) {
          values.add(row.getString(i));
        }
      }
      StructField key = keys.get(i);
      if (!values.isEmpty()) {
        all.add(KeyValues.among(key.name(), key.dataType(), values));
      }
    }
    return all;
  }

  /**
   * SQL for the newest time among these changes, less the lifetime, as text; null without such a
   * time. Of times in the future the present one: one such change must not have all be forgotten.
   */
  private static String horizon(String type, ChangeRules rules) {
    if (!List.of("timestamp", "timestamp_ntz").contains(type)) {
      return "cast(null as string)";
    }
    Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
    // A time in no zone may be of the one that is farthest ahead.
    Object latest = type.equals("timestamp") ? now : LocalDateTime.ofInstant(now, ZoneOffset.MAX);
    return "cast(least(max(greatest(%s.at, %s.at)), %s'%s') - make_dt_interval(0, 0, 0, %s) as string)"
        .formatted(
            Change.COLUMN, Change.DELETED, type, latest, rules.tombstoneLifetime().toSeconds());
  }
}
