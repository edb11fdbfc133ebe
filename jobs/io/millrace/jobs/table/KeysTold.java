package io.millrace.jobs.table;

/** What a merge says of its keys in its statements, where plans and logs show it. */
public enum KeysTold {
  /** Nothing. */
  NONE,
  /** The least and the greatest. */
  BOUNDS,
  /** Each of a few, else the least and the greatest. */
  EACH
}
