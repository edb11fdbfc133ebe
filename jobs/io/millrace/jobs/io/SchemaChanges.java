package io.millrace.jobs.io;

import io.millrace.transforms.Default;

/**
 * What is done where changes have other columns than the table that they go to. Columns are known
 * by their names; their order does not matter.
 *
 * @param added a column that the table lacks. Quarantine: rows with a value in it are rejects
 * @param widened a type that holds more, such as bigint for int. Quarantine: rows whose value the
 *     table's type cannot hold are rejects
 * @param narrowed a type that holds less; the table keeps its own, which holds every value
 * @param renamed a column that the table lacks in the place of one that the changes lack, of the
 *     same type. Apply: the table's column takes the new name. Ignore: they are one column added
 *     and another dropped. Quarantine: every row is a reject
 * @param dropped a column that the changes lack. Apply: rows that change have null in it. Ignore:
 *     they keep their value. Quarantine: every row is a reject
 * @param retyped a type that does not hold the values of the table's. Apply: the values of both
 *     become strings. Quarantine: rows whose value has no equal in the table's type are rejects,
 *     the others are converted
 */
public record SchemaChanges(
    @Default("apply") SchemaPolicy added,
    @Default("apply") SchemaPolicy widened,
    @Default("apply") SchemaPolicy narrowed,
    @Default("fail") SchemaPolicy renamed,
    @Default("fail") SchemaPolicy dropped,
    @Default("fail") SchemaPolicy retyped) {

  /** The policies of a job that says nothing of them: what loses nothing is applied. */
  public static final SchemaChanges USUAL =
      new SchemaChanges(
          SchemaPolicy.APPLY,
          SchemaPolicy.APPLY,
          SchemaPolicy.APPLY,
          SchemaPolicy.FAIL,
          SchemaPolicy.FAIL,
          SchemaPolicy.FAIL);

  /** What can happen to a column. */
  public enum Kind {
    ADDED,
    WIDENED,
    NARROWED,
    RENAMED,
    DROPPED,
    RETYPED
  }

  /** The policy of a kind. */
  SchemaPolicy of(Kind kind) {
    return switch (kind) {
      case ADDED -> added;
      case WIDENED -> widened;
      case NARROWED -> narrowed;
      case RENAMED -> renamed;
      case DROPPED -> dropped;
      case RETYPED -> retyped;
    };
  }
}
