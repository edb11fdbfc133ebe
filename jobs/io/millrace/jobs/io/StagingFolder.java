package io.millrace.jobs.io;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** Where one run's files wait below their target, hidden: {@code _millrace/staging-RUN}. */
final class StagingFolder {

  private static final String PREFIX = "staging-";
  // Longer than any task takes between two files: nobody writes there any more.
  private static final Duration STALE = Duration.ofHours(24);

  private final Path path;
  private final FileSystem files;
  private final boolean newTarget;

  StagingFolder(String target, String run, Configuration hadoop) {
    this.path = of(new Path(target), run);
    try {
      this.files = path.getFileSystem(hadoop);
      this.newTarget = !files.exists(new Path(target));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Path of(Path target, String run) {
    return new Path(target, "_millrace/" + PREFIX + run);
  }

  Path path() {
    return path;
  }

  /**
   * Removes it, and the folders above it that exist only for it. What cannot be removed is hidden,
   * so it neither hurts a reader nor fails the run; a later run tries again.
   */
  void remove() {
    try {
      files.delete(path, true);
      Path ours = path.getParent();
      removeIfEmpty(ours);
      if (newTarget) {
        removeIfEmpty(ours.getParent());
      }
    } catch (IOException e) {
      return;
    }
  }

  private void removeIfEmpty(Path folder) throws IOException {
    if (files.exists(folder) && files.listStatus(folder).length == 0) {
      files.delete(folder, false);
    }
  }

  /** Removes what killed runs left, if nothing was written there for 24 hours. */
  void removeStale() {
    try {
      if (!files.exists(path.getParent())) {
        return;
      }
      long before = System.currentTimeMillis() - STALE.toMillis();
      for (FileStatus other : files.listStatus(path.getParent())) {
        boolean staging = other.isDirectory() && other.getPath().getName().startsWith(PREFIX);
        if (staging && lastWritten(other) < before) {
          files.delete(other.getPath(), true);
        }
      }
    } catch (IOException e) {
      return; // Another run may be tidying up at the same moment.
    }
  }

  /** The time of the newest file; an object store knows none for folders. */
  private long lastWritten(FileStatus folder) throws IOException {
    long newest = Long.MIN_VALUE;
    for (var all = files.listFiles(folder.getPath(), true); all.hasNext(); ) {
      newest = Math.max(newest, all.next().getModificationTime());
    }
    return newest == Long.MIN_VALUE ? folder.getModificationTime() : newest;
  }
}
