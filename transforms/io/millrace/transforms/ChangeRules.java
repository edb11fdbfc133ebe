package io.millrace.transforms;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * How rows that are changes become the rows of a table. The words are those of Lakeflow's AUTO CDC.
 * Whatever is done with them gives the same for the same set of changes: in any order, in any
 * batches, once or twice.
 *
 * @param keys columns that make a row of the table; a change with a null in one is a reject
 * @param sequenceBy columns that put the changes of a key in order; what they leave level, the
 *     place in the files decides; where rows have none, as after a join, what they hold decides:
 *     always for the same one, not for the later one. Absent for rows of {@code
 *     normalize-dms-changes}, which know their order. History counts in the first one. A null in
 *     one is a reject
 * @param applyAsDeleteWhen SQL condition of a change that deletes its key; its other columns do not
 *     matter
 * @param applyAsTruncateWhen SQL condition of a change that deletes every row; needs no key
 * @param ignoreNullUpdates whether a null of a change that is no insert leaves the value as it was
 * @param columns those of the table, beside the keys; all if empty
 * @param exceptColumns those that the table does not have
 * @param scdType 1 for the rows as they are now, 2 for all versions with {@code __start_at} and
 *     {@code __end_at}
 * @param ties what becomes of changes that are level but for their place in the files
 * @param deletes what becomes of a deleted row, with {@code scd-type = 1}
 * @param beforeImagePrefix a column of this name before a key's name holds the key as it was before
 *     the change: if it differs, the old key is deleted. Such columns leave
 * @param tombstoneLifetime how long a deletion is remembered, counted in the time of the changes,
 *     so that a change from before it does not bring the row back
 */
public record ChangeRules(
    List<String> keys,
    @Default("[]") List<String> sequenceBy,
    Optional<String> applyAsDeleteWhen,
    Optional<String> applyAsTruncateWhen,
    @Default("false") boolean ignoreNullUpdates,
    @Default("[]") List<String> columns,
    @Default("[]") List<String> exceptColumns,
    @Default("1") int scdType,
    @Default("last") Ties ties,
    @Default("hard") Deletes deletes,
    @Default("BI_") String beforeImagePrefix,
    @Default("30 days") Duration tombstoneLifetime) {

  public ChangeRules {
    keys = Require.names(keys, "keys");
    sequenceBy = sequenceBy.isEmpty() ? List.of() : Require.names(sequenceBy, "sequence-by");
    columns = columns.isEmpty() ? List.of() : Require.names(columns, "columns");
    exceptColumns =
        exceptColumns.isEmpty() ? List.of() : Require.names(exceptColumns, "except-columns");
    applyAsDeleteWhen.ifPresent(sql -> Require.notBlank(sql, "apply-as-delete-when"));
    applyAsTruncateWhen.ifPresent(sql -> Require.notBlank(sql, "apply-as-truncate-when"));
    Require.notBlank(beforeImagePrefix, "before-image-prefix");
    if (!columns.isEmpty() && !exceptColumns.isEmpty()) {
      throw new IllegalArgumentException("columns and except-columns exclude each other");
    }
    List<String> all = keys;
    exceptColumns.stream()
        .filter(name -> all.stream().anyMatch(name::equalsIgnoreCase))
        .findFirst()
        .ifPresent(
            name -> {
              throw new IllegalArgumentException("except-columns names the key " + name);
            });
    if (scdType != 1 && scdType != 2) {
      throw new IllegalArgumentException("scd-type must be 1 or 2, was " + scdType);
    }
    if (scdType == 2 && applyAsTruncateWhen.isPresent()) {
      throw new IllegalArgumentException("apply-as-truncate-when works with scd-type = 1 only");
    }
    if (scdType == 2 && deletes == Deletes.SOFT) {
      throw new IllegalArgumentException(
          "deletes = soft works with scd-type = 1 only; a history keeps what was deleted anyway");
    }
    if (tombstoneLifetime.isNegative()) {
      throw new IllegalArgumentException(
          "tombstone-lifetime must not be negative, was " + tombstoneLifetime);
    }
  }

  /** For these keys, and the defaults for all else. */
  public ChangeRules(List<String> keys, List<String> sequenceBy) {
    this(
        keys,
        sequenceBy,
        Optional.empty(),
        Optional.empty(),
        false,
        List.of(),
        List.of(),
        1,
        Ties.LAST,
        Deletes.HARD,
        "BI_",
        Duration.ofDays(30));
  }

  /** The rows with {@link Change#COLUMN}, and those set aside that are no usable change. */
  public Dataset<Row> judged(Dataset<Row> rows) {
    return new ChangeOrder(this).judged(rows);
  }

  /**
   * Judged changes in the columns of the table, and those set aside that change their key and do
   * not supply every column, as what they leave out stands under the old key; or that had a key
   * before which does not fit the type of the key.
   */
  public Dataset<Row> wholeIfMoved(Dataset<Row> judged) {
    return new ChangeOrder(this).wholeIfMoved(judged);
  }

  /** The columns of judged changes that are for the table. */
  public List<String> tableColumns(Dataset<Row> changes) {
    return new ChangeEffects(this).tableColumns(changes);
  }

  /**
   * What judged and good changes do to their keys: the columns of the table, {@link Change#COLUMN}
   * of an upsert, {@link Change#DELETED} of a deletion.
   */
  public Dataset<Row> states(Dataset<Row> changes) {
    return new ChangeEffects(this).states(changes);
  }

  /**
   * One row per key: the values of its last upsert, and the last upsert and deletion themselves.
   * {@code merged(a and b) = merged(merged(a) and merged(b))}.
   */
  public Dataset<Row> merged(Dataset<Row> states) {
    return new KeyStates(this).merged(states);
  }

  /**
   * The same of {@code states} and of what an earlier call left, of which no two rows have one key:
   * they are neither sorted nor grouped.
   *
   * @param changes the number of {@code states}, about
   */
  public Dataset<Row> merged(Dataset<Row> states, Dataset<Row> there, long changes) {
    return new KeyStates(this).merged(states, there, changes);
  }

  /**
   * All versions of each key with {@link Change#START} and {@link Change#END}; deletions that end
   * no version are rows without {@link Change#COLUMN}. The result may be given again, with further
   * states.
   */
  public Dataset<Row> history(Dataset<Row> states) {
    return new KeyVersions(this).history(states);
  }

  /** Whether a column is one of the keys. */
  public boolean isKey(String column) {
    return keys.stream().anyMatch(column::equalsIgnoreCase);
  }

  /** Whether a change may leave some columns as they were. */
  boolean isPartial(Dataset<Row> rows) {
    return ignoreNullUpdates
        || Stream.of(rows.columns())
            .anyMatch(name -> name.equals(Change.NOT_SUPPLIED) || name.equals(Change.COLUMNS));
  }
}
