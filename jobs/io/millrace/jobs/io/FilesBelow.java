package io.millrace.jobs.io;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.EtagSource;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.LocatedFileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RemoteIterator;

/**
 * What lies in a folder and below it.
 *
 * @param files of data
 * @param journals of runs that are about to publish there
 * @param tables whose files some of them are
 */
record FilesBelow(List<InputFile> files, List<Path> journals, Set<LoggedTable> tables) {

  /** Of a folder, or of a file, which is data whatever its name. */
  static FilesBelow of(FileStatus root, Configuration hadoop) throws IOException {
    FileSystem files = root.getPath().getFileSystem(hadoop);
    FilesBelow found = new FilesBelow(new ArrayList<>(), new ArrayList<>(), new LinkedHashSet<>());
    if (root.isFile()) {
      found.files().add(input(root));
      return found;
    }
    Deque<FileStatus> folders = new ArrayDeque<>(List.of(root));
    // On one's own machine a flat listing starts a process for the permissions of each file.
    boolean local = files instanceof LocalFileSystem;
    while (local && !folders.isEmpty()) {
      for (FileStatus child : files.listStatus(folders.pop().getPath())) {
        if (child.isDirectory()) {
          folders.push(child);
        } else {
          found.add(child, root.getPath());
        }
      }
    }
    if (!local) {
      RemoteIterator<LocatedFileStatus> all = files.listFiles(root.getPath(), true);
      while (all.hasNext()) {
        found.add(all.next(), root.getPath());
      }
    }
    return found;
  }

  private void add(FileStatus file, Path root) {
    if (isData(root, file.getPath())) {
      files.add(input(file));
    } else if (Journal.isOne(file.getPath())) {
      journals.add(file.getPath());
    } else {
      LoggedTable.of(file.getPath(), root).ifPresent(tables::add);
    }
  }

  private static InputFile input(FileStatus file) {
    String etag = file instanceof EtagSource named ? named.getEtag() : null;
    return new InputFile(
        file.getPath().toString(),
        file.getLen(),
        file.getModificationTime(),
        etag == null ? "" : etag);
  }

  /** Whether nothing in the way from a folder to a file says that it is hidden. */
  static boolean isData(Path root, Path file) {
    for (Path part = file; part != null && !part.equals(root); part = part.getParent()) {
      String name = part.getName();
      // Hive's null partition begins with an underscore too, as does a column such as _hour=3.
      if (name.startsWith(".")
          || name.endsWith("._COPYING_")
          || (name.startsWith("_") && !name.contains("="))) {
        return false;
      }
    }
    return true;
  }
}
