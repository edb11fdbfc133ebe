package io.millrace.jobs.table;

/** What holds of every row whose key a merge has a state of, and of few others. */
interface KeyCondition {

  /** It, of a row of {@code alias}. */
  String sql(String alias);
}
