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
 * @param keys between which values their keys are, as far as that can be said
 */
public record StateFacts(
    long states, long deletions, long truncations, Optional<String> horizon, List<KeyRange> keys) {

  public StateFacts {
    keys = List.copyOf(keys);
  }

  /** Reads them all. */
  public static StateFacts of(Dataset<Row> states, ChangeRules rules) {
    List<StructField> known = new ArrayList<>();
    for (StructField field : states.schema().fields()) {
      if (rules.isKey(field.name()) && KeyRange.knows(field.dataType())) {
        known.add(field);
      }
    }
    Column deleted = col(Change.DELETED);
    List<Column> asked = new ArrayList<>();
    asked.add(count(when(deleted.isNotNull(), 1)));
    asked.add(count(when(deleted.getField("op").equalTo("T"), 1)));
    Optional<String> horizon = horizon(states, rules);
    asked.add(expr(horizon.orElse("cast(null as string)")));
    for (StructField field : known) {
      Column key = Columns.named(field.name());
      asked.add(KeyRange.told(min(key), field.dataType()));
      asked.add(KeyRange.told(max(key), field.dataType()));
    }
    Row found = states.agg(count(lit(1)), asked.toArray(Column[]::new)).head();
    List<KeyRange> keys = new ArrayList<>();
    for (int i = 0; i < known.size(); i++) {
      StructField field = known.get(i);
      String least = found.getString(4 + 2 * i);
      KeyRange.between(field.name(), field.dataType(), least, found.getString(5 + 2 * i))
          .ifPresent(keys::add);
    }
    return new StateFacts(
        found.getLong(0),
        found.getLong(1),
        found.getLong(2),
        Optional.ofNullable(found.getString(3)),
        keys);
  }

  /**
   * SQL for the newest time among these changes, less the lifetime, as a literal; null without such
   * a time. Of times in the future the present one: one such change must not have all be forgotten.
   */
  private static Optional<String> horizon(Dataset<Row> states, ChangeRules rules) {
    String type =
        states
            .select(col(Change.COLUMN).getField("at"))
            .schema()
            .fields()[0]
            .dataType()
            .catalogString();
    if (!List.of("timestamp", "timestamp_ntz").contains(type)) {
      return Optional.empty();
    }
    Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
    // A time in no zone may be of the one that is farthest ahead.
    Object latest = type.equals("timestamp") ? now : LocalDateTime.ofInstant(now, ZoneOffset.MAX);
    return Optional.of(
        "concat(\"%3$s'\", cast(least(max(greatest(%1$s.at, %2$s.at)), %3$s'%4$s') - make_dt_interval(0, 0, 0, %5$s) as string), \"'\")"
            .formatted(
                Change.COLUMN,
                Change.DELETED,
                type,
                latest,
                rules.tombstoneLifetime().toSeconds()));
  }
}
