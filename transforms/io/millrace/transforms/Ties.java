package io.millrace.transforms;

/**
 * What becomes of changes of one key that are level in every declared part of the order, such as a
 * commit time, and yet differ. Changes that are wholly equal are one change, delivered twice.
 */
public enum Ties {
  /** The one that stands last, by file and by position in the file, is the later one. */
  LAST,
  /** None of them can be told to be the later one: all are rejects. */
  QUARANTINE,
  /** The run fails. */
  FAIL
}
