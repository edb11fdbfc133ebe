package io.millrace.jobs.io;

import io.millrace.transforms.InvalidInputException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.security.AccessControlException;

/**
 * A table of which a log tells the rows: its files also hold those that were changed or deleted.
 *
 * @param folder of the table
 */
record LoggedTable(String folder, String format) {

  /** Folders by which formats of tables keep their logs. */
  private static final Map<String, String> LOGS =
      Map.of("_delta_log", "Delta Lake", ".hoodie", "Hudi");

  /** The one whose log a hidden file below {@code root} belongs to. */
  static Optional<LoggedTable> of(Path file, Path root) {
    for (Path part = file; part != null && !part.equals(root); part = part.getParent()) {
      String format = LOGS.get(part.getName());
      if (format != null) {
        return Optional.of(new LoggedTable(part.getParent().toString(), format));
      }
    }
    return Optional.empty();
  }

  /**
   * The one whose files a glob picks, or whose partition a path names: nobody lists its log.
   *
   * @param root of the glob, or the path itself
   * @param picked whether there is a glob
   */
  static Optional<LoggedTable> around(Path root, boolean picked, Configuration hadoop)
      throws IOException {
    Path folder = picked ? root : root.getParent();
    if (folder == null || (!picked && !root.getName().contains("="))) {
      return Optional.empty();
    }
    while (folder.getName().contains("=") && folder.getParent() != null) {
      folder = folder.getParent();
    }
    FileSystem files = folder.getFileSystem(hadoop);
    for (Map.Entry<String, String> log : LOGS.entrySet()) {
      if (isSeen(new Path(folder, log.getKey()), files)) {
        return Optional.of(new LoggedTable(folder.toString(), log.getValue()));
      }
    }
    return Optional.empty();
  }

  /** Whoever may read a partition need not be one who may look around it. */
  private static boolean isSeen(Path log, FileSystem files) throws IOException {
    try {
      return files.exists(log);
    } catch (AccessDeniedException | AccessControlException e) {
      return false;
    }
  }

  /** Fails if some of these files are of one of the tables. */
  static void requireNone(String place, Collection<LoggedTable> tables, List<InputFile> files) {
    for (LoggedTable table : tables) {
      String below = table.folder() + "/";
      if (files.stream().anyMatch(file -> file.path().startsWith(below))) {
        throw new InvalidInputException(
            "%s.path: %s is a table of %s, whose files also hold rows that were changed or deleted since; read it by its name with read-table, or leave it out"
                .formatted(place, table.folder(), table.format()));
      }
    }
  }
}
