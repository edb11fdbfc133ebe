package io.millrace.jobs.io;

/** What is done about a column that is not as the table has it. */
public enum SchemaPolicy {
  /** The table becomes as the changes are. */
  APPLY,
  /** The rows that the table cannot hold as it is are rejects. */
  QUARANTINE,
  /** The run fails before a row is read. */
  FAIL,
  /** The table stays as it is, and what the changes say of the column is left out. */
  IGNORE
}
