/**
 * Everything between a HOCON file and Java records: layering, substitution, binding, masking, and
 * the reference that is read off the same records.
 *
 * <p>Why it is like this: a step's record is the only place that names its parameters, so there is
 * no second list of keys that could drift from it. Whoever writes a job file gets all problems in
 * one list, each with its place. Only JSON-like trees come in and only records go out; no class of
 * the HOCON library leaves this package but {@code Config}, and nothing here knows Spark.
 */
package io.millrace.jobs.config;
