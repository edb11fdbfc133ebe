package io.millrace.jobs.text;

/** How a file holds its records. */
public enum TextFormat {
  /** One record per line (or quoted lines), values parted by a delimiter. */
  DELIMITED,
  /** One JSON object per line. */
  JSON_LINES
}
