package io.millrace.jobs.table;

import static io.millrace.transforms.Change.COLUMN;
import static io.millrace.transforms.Change.COLUMNS;
import static io.millrace.transforms.Change.DELETED;

import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * The text of a MERGE.
 *
 * @param source a view with one row per row of the table at most
 * @param keys columns that find a row
 * @param columns all of the table
 * @param within what is known of the keys
 */
record MergeSql(
    TableName table,
    String source,
    List<String> keys,
    List<String> columns,
    List<? extends KeyCondition> within) {

  private static final String IS_NEWER = isLater("s." + COLUMN, "t." + COLUMN);
  private static final String IS_ALIVE =
      "s.%1$s IS NOT NULL AND (s.%2$s IS NULL OR s.%1$s > s.%2$s)".formatted(COLUMN, DELETED);

  /** The last upsert wins, and the last deletion takes the row away. */
  String hard() {
    return into()
        + " WHEN MATCHED AND s.%2$s > greatest(t.%1$s, s.%1$s) THEN DELETE"
            .formatted(COLUMN, DELETED)
        + " WHEN MATCHED AND %s THEN UPDATE SET %s".formatted(IS_NEWER, set(name -> "s." + name))
        + " WHEN NOT MATCHED AND %s THEN INSERT %s".formatted(IS_ALIVE, inserted());
  }

  /** The last upsert wins, and the last deletion is told beside it. */
  String soft() {
    String deletedLater = isLater("s." + DELETED, "t." + DELETED);
    UnaryOperator<String> value =
        name ->
            name.equals(TableName.quoted(DELETED))
                ? "greatest(s.%1$s, t.%1$s)".formatted(name)
                : "CASE WHEN %1$s THEN s.%2$s ELSE t.%2$s END".formatted(IS_NEWER, name);
    return into()
        + " WHEN MATCHED AND (%s OR %s) THEN UPDATE SET %s"
            .formatted(IS_NEWER, deletedLater, set(value))
        + " WHEN NOT MATCHED THEN INSERT "
        + inserted();
  }

  /**
   * The source knows what the table has, so that its rows are as they are to be.
   *
   * @param was a column of the source: {@link #identity} of the row that it was made from, or null
   */
  String settled(boolean deletes, String was) {
    String seen = "%s <=> s.%s".formatted(identity("t", columns), TableName.quoted(was));
    return into()
        + (deletes ? " WHEN MATCHED AND %s AND NOT (%s) THEN DELETE".formatted(seen, IS_ALIVE) : "")
        + " WHEN MATCHED AND %s THEN UPDATE SET %s".formatted(seen, set(name -> "s." + name))
        + " WHEN NOT MATCHED AND s.%s IS NULL".formatted(TableName.quoted(was))
        + (deletes ? " AND " + IS_ALIVE : "")
        + " THEN INSERT "
        + inserted();
  }

  /**
   * What changes with a row: which changes, and deletion, it is due to. Entries of a map come back
   * in another order than they were written in.
   */
  static String identity(String row, List<String> columns) {
    String deletion = columns.contains(DELETED) ? row + "." + DELETED : "null";
    String writers =
        columns.contains(COLUMNS)
            ? "sort_array(map_entries(%s.%s))".formatted(row, COLUMNS)
            : "null";
    return "named_struct('c', %s.%s, 'd', %s, 'w', %s)".formatted(row, COLUMN, deletion, writers);
  }

  /**
   * Versions; those for which {@code drop} is true leave.
   *
   * @param was as there
   * @param changing the only columns of a version that is there that may differ; all if empty
   */
  String versions(String drop, String was, List<String> changing) {
    String seen = "%s <=> s.%s".formatted(identity("t", columns), TableName.quoted(was));
    String differs =
        changing.stream()
            .map(name -> "NOT (t.%1$s <=> s.%1$s)".formatted(TableName.quoted(name)))
            .collect(Collectors.joining(" OR "));
    return into()
        + " WHEN MATCHED AND %s AND s.%s THEN DELETE".formatted(seen, TableName.quoted(drop))
        + " WHEN MATCHED AND %s%s THEN UPDATE SET %s"
            .formatted(
                seen, changing.isEmpty() ? "" : " AND (" + differs + ")", set(name -> "s." + name))
        + " WHEN NOT MATCHED AND s.%s IS NULL THEN INSERT ".formatted(TableName.quoted(was))
        + inserted();
  }

  /** One row per key, the greater of {@code column}. */
  String greatest(String column, boolean nullKeys) {
    return into(nullKeys ? "<=>" : "=")
        + " WHEN MATCHED AND s.%1$s > t.%1$s THEN UPDATE SET t.%1$s = s.%1$s".formatted(column)
        + " WHEN NOT MATCHED THEN INSERT "
        + inserted();
  }

  /** What is not there yet. */
  String missing() {
    return into() + " WHEN NOT MATCHED THEN INSERT " + inserted();
  }

  private String into() {
    return into("=");
  }

  private String into(String equals) {
    return "MERGE INTO %s t USING %s s ON %s%s"
        .formatted(table.sql(), source, on(keys, "t", "s", equals), and(within, "t"));
  }

  /** Two sides have the same key. */
  static String on(List<String> keys, String one, String other, String equals) {
    return keys.stream()
        .map(TableName::quoted)
        .map(key -> "%s.%s %s %s.%s".formatted(one, key, equals, other, key))
        .collect(Collectors.joining(" AND "));
  }

  /** That a row has such keys. */
  static String and(List<? extends KeyCondition> keys, String alias) {
    return keys.stream().map(key -> " AND " + key.sql(alias)).collect(Collectors.joining());
  }

  private String set(UnaryOperator<String> value) {
    return columns.stream()
        .map(TableName::quoted)
        .map(name -> "t.%s = %s".formatted(name, value.apply(name)))
        .collect(Collectors.joining(", "));
  }

  private String inserted() {
    String names = columns.stream().map(TableName::quoted).collect(Collectors.joining(", "));
    String values =
        columns.stream()
            .map(name -> "s." + TableName.quoted(name))
            .collect(Collectors.joining(", "));
    return "(%s) VALUES (%s)".formatted(names, values);
  }

  private static String isLater(String one, String other) {
    return "(%1$s IS NOT NULL AND (%2$s IS NULL OR %1$s > %2$s))".formatted(one, other);
  }
}
