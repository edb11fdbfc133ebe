package io.millrace.transforms;

/** How many rows of the second input a row may find. */
public enum Matches {
  /** At most one: a row that finds more is rejected, so that no row is doubled in silence. */
  ONE,
  /** Any number: a row becomes as many rows as it finds. */
  MANY
}
