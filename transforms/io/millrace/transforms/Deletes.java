package io.millrace.transforms;

/** What becomes of a row whose key is deleted. */
public enum Deletes {
  /** It leaves the table; that it was deleted is remembered apart, for a stated time. */
  HARD,
  /** It stays as it last was, and {@link Change#DELETED} says which change deleted it. */
  SOFT
}
