package io.millrace.udf;

/**
 * A function whose result no longer tells whose value it was given: a token, a mask, a coarser
 * value. What it makes of a personal column may leave a job.
 */
public interface Protects {}
