package io.millrace.transforms;

/** A part of a point in time that becomes a column. */
public enum DatePart {
  /** Such as 2018 (int). */
  YEAR,
  /** January is 1 (int). */
  MONTH,
  /** Day of the month (int). */
  DAY,
  /** From 0 to 23 (int). */
  HOUR,
  /** The day as a whole (date). */
  DATE
}
