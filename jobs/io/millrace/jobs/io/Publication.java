package io.millrace.jobs.io;

import io.millrace.jobs.stage.StagedFile;
import io.millrace.transforms.InvalidInputException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * Moves the staged files of one run to where readers look. {@code _SUCCESS} goes first and comes
 * back last, and new files are in place before old ones go: a process that dies in between has lost
 * nothing, and left no target that is marked as finished.
 */
final class Publication {

  /** A change of the target that may fail. */
  @FunctionalInterface
  interface Change {

    void run() throws IOException;

    /** Runs it; {@code sentence} is what is said of a failure. */
    default void attempt(String sentence) {
      try {
        run();
      } catch (IOException e) {
        throw new InvalidInputException(sentence + ": " + e.getMessage(), e);
      }
    }
  }

  private static final String SUCCESS = "_SUCCESS";

  private final FileSystem files;
  private final FileTree tree;
  private final Path target;
  private final List<Path> published = new ArrayList<>();
  private final List<Path> replaced = new ArrayList<>();
  private boolean finished;

  Publication(Path target, Configuration hadoop) {
    try {
      this.files = target.getFileSystem(hadoop);
    } catch (IOException e) {
      throw new InvalidInputException("cannot open " + target + ": " + e.getMessage(), e);
    }
    this.tree = new FileTree(hadoop);
    this.target = target;
  }

  /**
   * Puts the new files beside those that they replace.
   *
   * @throws IOException if one cannot be moved; {@link #withdraw} then takes back the others
   */
  void publish(List<StagedFile> staged, WriteMode mode) throws IOException {
    if (mode == WriteMode.ERROR_IF_EXISTS && !tree.data(target).isEmpty()) {
      throw new IOException("files have come there since the run began");
    }
    publish(staged, replaced(staged, mode));
  }

  /** The same where it is known which files are replaced. */
  void publish(List<StagedFile> staged, List<Path> old) throws IOException {
    replaced.addAll(old);
    finished = files.delete(new Path(target, SUCCESS), false);
    for (StagedFile file : staged) {
      Path to = new Path(folder(target, file.partition()), file.name());
      move(new Path(file.path()), to);
      published.add(to);
    }
  }

  /** Removes what is replaced, and marks the target as finished. */
  void finish() throws IOException {
    for (Path old : replaced) {
      remove(old);
    }
    files.create(new Path(target, SUCCESS), true).close();
  }

  /** Leaves the target as it was before {@link #publish}. */
  void withdraw() throws IOException {
    for (Path file : published) {
      remove(file);
    }
    if (finished) {
      files.create(new Path(target, SUCCESS), true).close();
    }
  }

  private void remove(Path file) throws IOException {
    if (!files.delete(file, false)) {
      throw new IOException("cannot delete " + file);
    }
    removeIfEmpty(file.getParent());
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
