package io.millrace.jobs.table;

/** What a job uses a table for, as sentences about it need to know. */
enum TableRole {
  /** It is read, so it has to be there. */
  SOURCE("source", "correct the name"),
  /** It is written, and made if need be. */
  SINK("sink", "make it with CREATE NAMESPACE %s"),
  /** It is kept in order, so it has to be there. */
  ACTION("action", "correct the name");

  private final String place;
  private final String absentNamespace;

  TableRole(String place, String absentNamespace) {
    this.place = place;
    this.absentNamespace = absentNamespace;
  }

  /** Its key in a job, which begins each sentence. */
  String place() {
    return place;
  }

  /** What to do where a namespace is missing. */
  String absentNamespace(String namespace) {
    return absentNamespace.formatted(namespace);
  }
}
