package io.millrace.jobs.io;

import java.util.List;
import java.util.stream.Collectors;

/**
 * A file that is not of the format it should be of, so that nobody knows what rows it held. As a
 * whole it is one reject.
 *
 * @param path its full path
 * @param reason a sentence that says nothing of this file alone, so it can be grouped by
 */
public record UnreadableFile(String path, String reason) {

  /** {@code "file:/in/a (it is empty); file:/in/b (it is empty)"}. */
  public static String all(List<UnreadableFile> files) {
    return files.stream()
        .map(file -> "%s (%s)".formatted(file.path(), file.reason()))
        .collect(Collectors.joining("; "));
  }
}
