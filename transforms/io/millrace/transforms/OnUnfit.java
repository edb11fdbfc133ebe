package io.millrace.transforms;

/** What stands for a value that is invalid or empty. */
public enum OnUnfit {
  /** The row is set aside as a reject. */
  REJECT,
  /** Null. */
  NULL,
  /** A token of the text as it stands, which no valid value has. */
  TOKEN
}
