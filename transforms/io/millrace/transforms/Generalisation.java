package io.millrace.transforms;

/** A coarser value. */
public enum Generalisation {
  /** {@code 30-39} for an age. */
  AGE_BAND,
  /** The first three digits of a US ZIP code. */
  ZIP3
}
