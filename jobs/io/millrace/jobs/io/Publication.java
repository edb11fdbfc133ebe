package io.millrace.jobs.io;

import io.millrace.jobs.stage.StagedFile;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * Moves staged files to where readers look. {@code _SUCCESS} goes first and comes back last, and
 * new files are in place before old ones go: a process that dies in between has lost nothing, and
 * left no target that is marked as finished.
 */
final class Publication {

  private static final String SUCCESS = "_SUCCESS";

  private final FileSystem files;
  private final FileTree tree;
  private final Path target;

  Publication(Path target, Configuration hadoop) throws IOException {
    this.files = target.getFileSystem(hadoop);
    this.tree = new FileTree(hadoop);
    this.target = target;
  }

  void publish(List<StagedFile> staged, WriteMode mode) throws IOException {
    Path success = new Path(target, SUCCESS);
    files.delete(success, false);
    List<Path> replaced = replaced(staged, mode);
    for (StagedFile file : staged) {
      move(new Path(file.path()), new Path(folder(target, file.partition()), file.name()));
    }
    for (Path old : replaced) {
      if (!files.delete(old, false)) {
        throw new IOException("cannot delete " + old + ", which this run replaces");
      }
      removeIfEmpty(old.getParent());
    }
    files.create(success, true).close();
  }

  private List<Path> replaced(List<StagedFile> staged, WriteMode mode) throws IOException {
    if (mode == WriteMode.OVERWRITE) {
      return tree.data(target);
    }
    List<Path> old = new ArrayList<>();
    if (mode == WriteMode.OVERWRITE_PARTITIONS) {
      Set<String> partitions = new HashSet<>();
      staged.forEach(file -> partitions.add(file.partition()));
      for (String partition : partitions) {
        old.addAll(tree.data(folder(target, partition)));
      }
    }
    return old;
  }

  /** The folder of a partition; a colon in its name does not end a scheme. */
  static Path folder(Path target, String partition) {
    Path folder = target;
    for (String name : partition.isEmpty() ? new String[0] : partition.split("/", -1)) {
      folder = new Path(folder, new Path(null, null, name));
    }
    return folder;
  }

  private void move(Path from, Path to) throws IOException {
    if (!files.exists(to.getParent())) {
      files.mkdirs(to.getParent());
    }
    if (!files.rename(from, to)) {
      throw new IOException("cannot move " + from + " to " + to);
    }
  }

  private void removeIfEmpty(Path folder) throws IOException {
    Path at = folder;
    while (!at.equals(target) && files.exists(at) && files.listStatus(at).length == 0) {
      files.delete(at, false);
      at = at.getParent();
    }
  }
}
