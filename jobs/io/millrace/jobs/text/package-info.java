/**
 * Delimited text and JSON, read so that no record is lost or cut in silence.
 *
 * <p>A DataSource V2 reader with columnar batches: every record carries its file, its position and
 * its raw text, and a record that does not fit carries the reason instead of values.
 */
package io.millrace.jobs.text;
