package io.millrace.jobs.text;

/** Why a JSON object does not fit, the path put together from the inside out. */
final class JsonProblem {

  private String reason;
  private String path = "";
  private boolean named;

  /** The value at hand "is not a double". */
  boolean isNot(String what) {
    return set(what, true);
  }

  /** Something is wrong with the value at hand, or with the record if nobody adds a name. */
  boolean set(String why, boolean startsWithPath) {
    reason = why;
    named = startsWithPath;
    path = "";
    return false;
  }

  /** The value lies in this part of the one around it: a name, {@code []} or {@code {}}. */
  boolean in(String part) {
    boolean joined = path.isEmpty() || path.startsWith("[") || path.startsWith("{");
    path = joined ? part + path : part + "." + path;
    return false;
  }

  String reason() {
    return named ? path + " " + reason : reason;
  }

  String column() {
    return path.isEmpty() ? null : path;
  }
}
