package io.millrace.jobs.text;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * A file as it was when the read was planned.
 *
 * @param path any Hadoop path
 * @param length bytes; a file of another length fails the read
 * @param modified milliseconds since 1970, or 0 if unknown; a file changed since fails the read
 * @param folders what its folders say: one text, or null, for each of {@link TextScan#folders}
 */
public record TextFile(String path, long length, long modified, List<String> folders)
    implements Serializable {

  public TextFile {
    folders = Collections.unmodifiableList(new ArrayList<>(folders));
  }

  /** Whose folders say nothing. */
  public TextFile(String path, long length, long modified) {
    this(path, length, modified, List.of());
  }
}
