package io.millrace.jobs.io;

import io.millrace.jobs.ledger.FolderLock;
import io.millrace.jobs.stage.StagePlace;
import io.millrace.jobs.stage.StagedFile;
import io.millrace.transforms.InvalidInputException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * Moves the staged files of one run to where readers look. {@code _SUCCESS} goes first and comes
 * back last, and new files are in place before old ones go: a process that dies in between has lost
 * nothing, and left no target that is marked as finished. What it was about to do stands in a
 * {@link Journal}, so the next one that publishes there takes it back, or finishes it. One at a
 * time does.
 */
final class Publication {

  /** A change of the target that may fail. */
  @FunctionalInterface
  interface Change {

    void run() throws IOException;

    /** Runs it; {@code sentence} is what is said of a failure, before the path. */
    default void attempt(String sentence, String path) {
      try {
        run();
      } catch (IOException e) {
        throw new InvalidInputException(
            "%s %s: %s".formatted(sentence, path, StoreFailure.toWrite(path, e)), e);
      }
    }
  }

  /** Marks a folder whose files are all there. */
  static final String SUCCESS = "_SUCCESS";

  // Publications are short, so it is better to wait for one than to fail.
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  private final FileSystem files;
  private final FileTree tree;
  private final Path target;
  private final TargetFiles there;
  private final Run run;
  private final Configuration hadoop;
  private FolderLock lock;
  private Journal journal;

  Publication(Path target, Run run, Configuration hadoop) {
    try {
      this.files = target.getFileSystem(hadoop);
    } catch (IOException e) {
      throw new InvalidInputException(
          "cannot open %s: %s".formatted(target, StoreFailure.toWrite(target.toString(), e)), e);
    }
    this.tree = new FileTree(hadoop);
    // Whoever reads the journal may have another working folder.
    this.target = files.makeQualified(target);
    this.there = new TargetFiles(this.target, files, hadoop);
    this.run = run;
    this.hadoop = hadoop;
  }

  /** Ends what runs began in a folder that died. */
  static void settle(String path, String key, Configuration hadoop) {
    Path target = new Path(path);
    Change change =
        () -> {
          if (Journal.left(target, target.getFileSystem(hadoop)).isEmpty()) {
            // A process may die when all is done but to give back its lock.
            FolderLock.clear(new Path(target, "_millrace"), hadoop);
          } else {
            String id = "settle-" + UUID.randomUUID();
            Publication publication =
                new Publication(target, new Run(id, Optional.empty(), false), hadoop);
            publication.hold(PATIENCE);
            publication.release();
          }
        };
    change.attempt(key + ": cannot look whether a run that died left something in", path);
  }

  /** Keeps all others from publishing there from now on; fails if somebody is about to. */
  void hold() throws IOException {
    hold(Duration.ZERO);
  }

  private void hold(Duration wait) throws IOException {
    lock = FolderLock.take(new Path(target, "_millrace"), run.id(), wait, hadoop);
    try {
      for (Journal left : Journal.left(target, files)) {
        settle(left);
      }
    } catch (IOException | RuntimeException e) {
      release();
      throw e;
    }
  }

  /** Ends what a run began that died. */
  private void settle(Journal left) throws IOException {
    if (left.isDecided(target, hadoop)) {
      finish(left);
    } else {
      withdraw(left);
    }
    staging(left).remove();
  }

  /**
   * Puts the new files beside those that they replace.
   *
   * @throws IOException if one cannot be moved; {@link #withdraw} then takes back the others
   */
  void publish(List<StagedFile> staged, WriteMode mode) throws IOException {
    hold(PATIENCE);
    if (mode == WriteMode.ERROR_IF_EXISTS && !tree.data(target).isEmpty()) {
      throw new IOException("files have come there since the run began");
    }
    publish(staged, replaced(staged, mode), "");
  }

  /**
   * The same under {@link #hold}, where it is known which files are replaced.
   *
   * @param mark what is to stand in {@code _SUCCESS}
   */
  void publish(List<StagedFile> staged, List<Path> old, String mark) throws IOException {
    Path success = new Path(target, SUCCESS);
    List<String> created = staged.stream().map(file -> there.place(file).toString()).toList();
    List<String> replaced = old.stream().map(Path::toString).toList();
    Journal plan =
        new Journal(run.id(), run.marker(), files.exists(success), mark, created, replaced);
    plan.write(target, files);
    journal = plan;
    files.delete(success, false);
    there.show(staged);
  }

  /** Makes sure that nobody else has begun to publish there. */
  void requireHeld() {
    if (lock != null) {
      lock.requireHeld();
    }
  }

  /** Removes what is replaced, and marks the target as finished. */
  void finish() throws IOException {
    try {
      finish(journal);
    } finally {
      release();
    }
  }

  private void finish(Journal plan) throws IOException {
    requireOpen(plan);
    there.remove(plan.replaced());
    mark(plan.mark());
    Journal.remove(target, plan.run(), files);
  }

  /** Leaves the target as it was before {@link #publish}. */
  void withdraw() throws IOException {
    try {
      if (journal != null) {
        withdraw(journal);
      }
    } finally {
      release();
    }
  }

  private StagingFolder staging(Journal plan) {
    return new StagingFolder(target.toString(), plan.run(), hadoop);
  }

  private void withdraw(Journal plan) throws IOException {
    requireOpen(plan);
    // First, so that nothing can be shown any more by whoever stood still, or late by the store.
    staging(plan).empty();
    there.remove(plan.created());
    if (plan.marked()) {
      mark("");
    }
    Journal.remove(target, plan.run(), files);
  }

  private void mark(String text) throws IOException {
    try (FSDataOutputStream out = files.create(new Path(target, SUCCESS), true)) {
      out.write(text.getBytes(StandardCharsets.UTF_8));
    }
  }

  /** Whoever took over from a process that stood still has ended what it began. */
  private void requireOpen(Journal plan) throws IOException {
    if (!Journal.exists(target, plan.run(), files)) {
      throw new IOException("another run took over, and has settled it");
    }
  }

  /** Lets others publish there. */
  void release() {
    if (lock != null) {
      lock.close();
      lock = null;
    }
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
        old.addAll(tree.data(StagePlace.below(target.toString(), partition)));
      }
    }
    return old;
  }
}
