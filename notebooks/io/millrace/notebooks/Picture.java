package io.millrace.notebooks;

/**
 * What a notebook shows as the markup that {@link #toString} gives. All else is shown as text: a
 * value of the data may hold markup too.
 */
public interface Picture {}
