package io.millrace.jobs.io;

import io.millrace.jobs.stage.PendingUpload;
import io.millrace.jobs.stage.StagePlace;
import io.millrace.jobs.stage.StagedFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Collectors;
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
  private final Path target;
  private final FileSystem files;
  private final Configuration hadoop;
  private final boolean newTarget;

  StagingFolder(String target, String run, Configuration hadoop) {
    this.path = of(target, run);
    this.target = new Path(target);
    this.hadoop = hadoop;
    try {
      this.files = path.getFileSystem(hadoop);
      this.newTarget = !files.exists(new Path(target));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Where tasks put files that will lie in {@code below} the target. */
  StagePlace place(String part, String below) {
    try {
      Path to = StagePlace.below(target.toString(), below);
      return StagePlace.of(StagePlace.below(path.toString(), part), to, hadoop);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Removes it: nothing of it is to be shown. */
  void remove() {
    remove(List.of());
  }

  /**
   * Removes it, and the folders above it that exist only for it. What cannot be removed is hidden,
   * so it neither hurts a reader nor fails the run; a later run tries again.
   *
   * @param shown what has become of it
   */
  void remove(List<StagedFile> shown) {
    try {
      abortUploads(path, shown.stream().map(StagedFile::name).collect(Collectors.toSet()));
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

  /**
   * Makes sure that nothing of it can be shown any more.
   *
   * @throws IOException if that is not certain
   */
  void empty() throws IOException {
    abortUploads(path, Set.of());
    files.delete(path, true);
  }

  /**
   * An object store keeps, and bills, the parts of an upload that nobody ends.
   *
   * @throws IOException if one of them could not be ended; all were tried
   */
  private void abortUploads(Path folder, Set<String> shown) throws IOException {
    if (!PendingUpload.isStore(files) || !files.exists(folder)) {
      return;
    }
    List<Callable<Void>> work = new ArrayList<>();
    Queue<IOException> failures = new ConcurrentLinkedQueue<>();
    for (var all = files.listFiles(folder, true); all.hasNext(); ) {
      Path note = all.next().getPath();
      if (!shown.contains(PendingUpload.file(note))) {
        work.add(
            () -> {
              try {
                PendingUpload.abort(note, hadoop);
              } catch (IOException e) {
                failures.add(e);
              }
              return null;
            });
      }
    }
    TargetFiles.all(work, true);
    if (!failures.isEmpty()) {
      throw failures.peek();
    }
  }

  private void removeIfEmpty(Path folder) throws IOException {
    if (files.exists(folder) && files.listStatus(folder).length == 0) {
      files.delete(folder, false);
    }
  }

  /** Where the files of a run wait. */
  static Path of(String target, String run) {
    return new Path(target, "_millrace/" + PREFIX + run);
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
          abortUploads(other.getPath(), Set.of());
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
