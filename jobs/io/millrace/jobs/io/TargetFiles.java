package io.millrace.jobs.io;

import io.millrace.jobs.ledger.StoreName;
import io.millrace.jobs.stage.PendingUpload;
import io.millrace.jobs.stage.StagePlace;
import io.millrace.jobs.stage.StagedFile;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * The files of a target, as they come and go. An object store is asked for many at once, because
 * each answer takes its time.
 */
record TargetFiles(Path target, FileSystem files, Configuration hadoop) {

  private static final int AT_ONCE = 32;

  /** Where a staged file will lie. */
  Path place(StagedFile file) {
    return new Path(StagePlace.below(target.toString(), file.partition()), file.name());
  }

  /** Puts new files where readers look: hidden ones first, as they may say what is deleted. */
  void show(List<StagedFile> staged) throws IOException {
    List<Callable<Void>> hidden = new ArrayList<>();
    List<Callable<Void>> seen = new ArrayList<>();
    for (StagedFile file : staged) {
      (file.partition().startsWith("_") ? hidden : seen)
          .add(
              () -> {
                show(file);
                return null;
              });
    }
    boolean store = staged.stream().anyMatch(file -> file.upload() != null);
    all(hidden, store);
    all(seen, store);
  }

  private void show(StagedFile file) throws IOException {
    if (file.upload() != null) {
      file.upload().complete(hadoop);
      return;
    }
    Path to = place(file);
    if (!files.exists(to.getParent())) {
      files.mkdirs(to.getParent());
    }
    if (!files.rename(new Path(file.path()), to)) {
      throw new IOException("cannot move " + file.path() + " to " + to);
    }
  }

  /** Removes files, and folders that are empty then. */
  void remove(List<String> paths) throws IOException {
    Set<Path> folders = new LinkedHashSet<>();
    List<Callable<Void>> removals = new ArrayList<>();
    for (String path : paths) {
      Path file = StoreName.like(target, new Path(path));
      folders.add(file.getParent());
      removals.add(
          () -> {
            if (!files.delete(file, false) && files.exists(file)) {
              throw new IOException("cannot delete " + file);
            }
            return null;
          });
    }
    all(removals, PendingUpload.isStore(files));
    for (Path folder : folders) {
      removeIfEmpty(folder);
    }
  }

  private void removeIfEmpty(Path folder) throws IOException {
    Path at = folder;
    while (!at.equals(target) && files.exists(at) && files.listStatus(at).length == 0) {
      files.delete(at, false);
      at = at.getParent();
    }
  }

  /** Does all of it; fails with the first failure, when nothing of it goes on any more. */
  static void all(List<Callable<Void>> work, boolean atOnce) throws IOException {
    ExecutorService pool =
        Executors.newFixedThreadPool(atOnce ? Math.max(1, Math.min(AT_ONCE, work.size())) : 1);
    try {
      List<Future<Void>> begun = new ArrayList<>();
      for (Callable<Void> one : work) {
        begun.add(pool.submit(one));
        if (!atOnce) {
          begun.get(begun.size() - 1).get();
        }
      }
      for (Future<Void> one : begun) {
        one.get();
      }
    } catch (ExecutionException e) {
      throw e.getCause() instanceof IOException io ? io : new IOException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    } finally {
      end(pool);
    }
  }

  /** What waits is not begun, and what has begun is waited for, interrupted or not. */
  private static void end(ExecutorService pool) {
    pool.shutdown();
    if (pool instanceof ThreadPoolExecutor threads) {
      threads.getQueue().clear();
    }
    boolean interrupted = Thread.interrupted();
    while (!pool.isTerminated()) {
      try {
        var unused = pool.awaitTermination(1, TimeUnit.HOURS);
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
