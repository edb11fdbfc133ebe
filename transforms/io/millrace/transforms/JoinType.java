package io.millrace.transforms;

/** Which rows a {@link Join} keeps. */
public enum JoinType {
  /** Those that find a row. */
  INNER,
  /** All. */
  LEFT,
  /** Those that find a row, without its columns. */
  SEMI,
  /** Those that find none. */
  ANTI;

  boolean addsColumns() {
    return this == INNER || this == LEFT;
  }
}
