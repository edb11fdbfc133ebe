package io.millrace.jobs.text;

/** How a file holds its records. */
public enum TextFormat {
  /** One record per line (or quoted lines), values parted by a delimiter. */
  DELIMITED,
  /** JSON objects, one per line or as {@link Dialect.Layout} says. */
  JSON
}
