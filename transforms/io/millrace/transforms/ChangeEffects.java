package io.millrace.transforms;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.array_compact;
import static org.apache.spark.sql.functions.array_contains;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.map_from_entries;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.when;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;

/** What a change does to its key, and to the key that it had before. */
record ChangeEffects(ChangeRules rules) {

  List<String> tableColumns(Dataset<Row> changes) {
    List<String> others = Change.others(changes);
    List<String> before = before(others);
    return others.stream().filter(name -> !before.contains(name) && keeps(name)).toList();
  }

  Dataset<Row> states(Dataset<Row> changes) {
    List<String> before = before(Change.others(changes));
    List<String> data = tableColumns(changes);
    Dataset<Row> effects = changes.select(effects(changes, data));
    Optional<Column> moved = moved(changes, before);
    if (moved.isEmpty()) {
      return effects;
    }
    List<Column> old = new ArrayList<>();
    for (String name : data) {
      Column was = rules.isKey(name) ? was(changes, name, before) : lit(null);
      old.add(was.cast(Require.field(changes, name).dataType()).as(name));
    }
    old.add(lit(null).cast(effects.schema().apply(Change.COLUMN).dataType()).as(Change.COLUMN));
    old.add(col(Change.COLUMN).withField("op", lit("D")).as(Change.DELETED));
    Dataset<Row> deletions = changes.where(moved.get()).select(old.toArray(Column[]::new));
    return effects.unionByName(deletions, true);
  }

  private Column[] effects(Dataset<Row> changes, List<String> data) {
    Column op = Change.part("op");
    Column upserts = op.isin("I", "U");
    Column truncates = op.equalTo("T");
    List<Column> all = new ArrayList<>();
    for (String name : data) {
      Column there = rules.isKey(name) ? not(truncates) : upserts;
      all.add(when(there, Columns.named(name)).as(name));
    }
    all.add(when(upserts, col(Change.COLUMN)).as(Change.COLUMN));
    all.add(when(not(upserts), col(Change.COLUMN)).as(Change.DELETED));
    if (rules.isPartial(changes)) {
      all.add(when(upserts, supplied(changes, data)).as(Change.COLUMNS));
    }
    return all.toArray(Column[]::new);
  }

  /** By the name of each column that the change supplies, the change. */
  private Column supplied(Dataset<Row> changes, List<String> data) {
    List<Column> entries = new ArrayList<>();
    for (String name : data) {
      if (!rules.isKey(name)) {
        Column entry =
            struct(lit(Change.columnKey(name)).as("key"), col(Change.COLUMN).as("value"));
        entries.add(when(isSupplied(changes, name), entry));
      }
    }
    DataType change = changes.schema().apply(Change.COLUMN).dataType();
    return entries.isEmpty()
        ? lit(null).cast(DataTypes.createMapType(DataTypes.StringType, change))
        : map_from_entries(array_compact(array(entries.toArray(Column[]::new))));
  }

  private Column isSupplied(Dataset<Row> changes, String name) {
    Column is = lit(true);
    if (List.of(changes.columns()).contains(Change.NOT_SUPPLIED)) {
      Column absent = array_contains(col(Change.NOT_SUPPLIED), Change.columnKey(name));
      is = not(coalesce(absent, lit(false)));
    }
    if (rules.ignoreNullUpdates()) {
      is = is.and(Columns.named(name).isNotNull().or(Change.part("op").equalTo("I")));
    }
    return is;
  }

  /** Whether a change leaves a column of the table as it was. */
  Column isPartial(Dataset<Row> changes) {
    return tableColumns(changes).stream()
        .filter(name -> !rules.isKey(name))
        .map(name -> not(isSupplied(changes, name)))
        .reduce(lit(false), Column::or);
  }

  /** Refuses before images that would not be taken for such: the row of the old key would stay. */
  void requireImages(Dataset<Row> rows) {
    List<String> others = Change.others(rows);
    List<String> keyless =
        rules.keys().stream().filter(key -> image(key, others).isEmpty()).toList();
    for (String name : others) {
      boolean lost =
          name.startsWith(rules.beforeImagePrefix())
              && others.stream().noneMatch(after(name)::equalsIgnoreCase);
      if (lost && !keyless.isEmpty()) {
        throw new InvalidInputException(
            "changes.before-image-prefix: column %s is the before image of %s, which is no column, and the key %s has none; rename %s as its column was renamed, or drop it, or set before-image-prefix to what no column begins with"
                .formatted(name, after(name), keyless.get(0), name));
      }
    }
  }

  private boolean keeps(String name) {
    boolean listed = rules.columns().stream().anyMatch(name::equalsIgnoreCase);
    boolean excepted = rules.exceptColumns().stream().anyMatch(name::equalsIgnoreCase);
    return rules.isKey(name) || (!excepted && (listed || rules.columns().isEmpty()));
  }

  private List<String> before(List<String> others) {
    String prefix = rules.beforeImagePrefix();
    List<String> before =
        others.stream()
            .filter(name -> name.startsWith(prefix))
            .filter(name -> others.stream().anyMatch(after(name)::equalsIgnoreCase))
            .toList();
    // Without one of a key they are columns like any other.
    return before.stream().anyMatch(name -> rules.isKey(after(name))) ? before : List.of();
  }

  /** Whether the key was another one before; empty if no column would tell. */
  Optional<Column> moved(Dataset<Row> changes) {
    return moved(changes, before(Change.others(changes)));
  }

  private Optional<Column> moved(Dataset<Row> changes, List<String> before) {
    List<String> told = before.stream().filter(name -> rules.isKey(after(name))).toList();
    Column known = lit(false);
    for (String name : told) {
      known = known.or(Columns.named(name).isNotNull());
    }
    Column differs = lit(false);
    for (String key : rules.keys()) {
      differs = differs.or(not(was(changes, key, before).eqNullSafe(Columns.named(key))));
    }
    Column upserts = Change.part("op").isin("I", "U");
    return told.isEmpty() ? Optional.empty() : Optional.of(upserts.and(known).and(differs));
  }

  /** Whether the key as it was is none that the table can have. */
  Column isMisfit(Dataset<Row> changes) {
    List<String> names = before(Change.others(changes));
    Column misfit = lit(false);
    for (String key : rules.keys()) {
      Optional<TryCast> was = image(key, names).map(name -> typed(changes, name, key));
      if (was.isPresent() && !was.get().from().equals(was.get().to())) {
        misfit = misfit.or(was.get().misfit());
      }
    }
    return misfit;
  }

  private static TryCast typed(Dataset<Row> changes, String image, String key) {
    DataType from = Require.field(changes, image).dataType();
    return new TryCast(Columns.quoted(image), from, Require.field(changes, key).dataType());
  }

  private String after(String before) {
    return before.substring(rules.beforeImagePrefix().length());
  }

  private Optional<String> image(String key, List<String> names) {
    return names.stream()
        .filter(name -> name.startsWith(rules.beforeImagePrefix()))
        .filter(name -> after(name).equalsIgnoreCase(key))
        .findFirst();
  }

  /** The key column as it was; a part of a key that has no before image, or none here, stayed. */
  private Column was(Dataset<Row> changes, String key, List<String> before) {
    return image(key, before)
        .map(name -> coalesce(typed(changes, name, key).value(), Columns.named(key)))
        .orElse(Columns.named(key));
  }
}
