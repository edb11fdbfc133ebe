package io.millrace.transforms;

/** An end of a text. */
public enum Side {
  /** Where it begins. */
  LEFT,
  /** Where it ends. */
  RIGHT
}
