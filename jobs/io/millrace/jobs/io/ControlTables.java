package io.millrace.jobs.io;

import org.apache.hadoop.fs.Path;

/** Tables that AWS DMS keeps of its own beside those that it copies. */
final class ControlTables {

  /** Of the names of their folders. */
  static final String PREFIX = "awsdms_";

  private ControlTables() {}

  /** Whether a file lies in such a folder below {@code base}. */
  static boolean holds(Path base, InputFile file) {
    Path part = new Path(file.path());
    while (!part.equals(base) && part.getParent() != null) {
      part = part.getParent();
      if (!part.equals(base) && part.getName().startsWith(PREFIX)) {
        return true;
      }
    }
    return false;
  }

  /** What is said where nothing else is there than {@code files} of them. */
  static String hint(int files) {
    return files == 0
        ? "names that begin with _ or . are not read"
        : "folders that begin with "
            + PREFIX
            + " are not read, and AWS DMS deletes a table's files when the source table is"
            + " truncated or dropped";
  }
}
