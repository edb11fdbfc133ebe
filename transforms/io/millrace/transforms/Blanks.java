package io.millrace.transforms;

/** What becomes of white space inside a text. */
public enum Blanks {
  /** It stays. */
  KEEP,
  /** Each run of it becomes one blank. */
  COLLAPSE
}
