package io.millrace.transforms;

/** What becomes of a row whose value does not fit. */
public enum OnInvalid {
  /** The row is set aside as a reject. */
  REJECT,
  /** The row stays, the value is null. */
  NULL
}
