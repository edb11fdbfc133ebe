package io.millrace.jobs.io;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.jobs.ledger.StoreName;
import io.millrace.transforms.InvalidInputException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.StreamCapabilities;

/**
 * What a run is about to change in a target, written down before it does: so that whoever comes
 * after a run that died can take it back, or finish it if the run was decided.
 *
 * @param run its id
 * @param marker the file that is there if the run was decided; empty if nothing says so
 * @param marked whether the target was marked as finished before
 * @param mark what the file says that marks it as finished afterwards
 * @param created files that are moved in
 * @param replaced files that they stand for
 */
@JsonIgnoreProperties(ignoreUnknown = true)
record Journal(
    String run,
    String marker,
    boolean marked,
    String mark,
    List<String> created,
    List<String> replaced) {

  Journal {
    // Those of older versions know none.
    mark = mark == null ? "" : mark;
  }

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String PREFIX = "publishing-";

  private static Path path(Path target, String run) {
    return new Path(target, "_millrace/" + PREFIX + run + ".json");
  }

  /** Writes it as a whole. */
  void write(Path target, FileSystem files) throws IOException {
    Path file = path(target, run);
    Path hidden = new Path(file.getParent(), "." + file.getName() + ".part");
    try (FSDataOutputStream out = files.create(hidden, true)) {
      out.write(JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(this));
      if (out.hasCapability(StreamCapabilities.HSYNC)) {
        out.hsync();
      }
    }
    if (!files.rename(hidden, file)) {
      throw new IOException("cannot rename " + hidden);
    }
  }

  /** Nothing is left to be done or taken back. */
  static void remove(Path target, String run, FileSystem files) throws IOException {
    files.delete(path(target, run), false);
  }

  static boolean exists(Path target, String run, FileSystem files) throws IOException {
    return files.exists(path(target, run));
  }

  /** Whether a file of this name is one, of whatever folder. */
  static boolean isOne(Path file) {
    String name = file.getName();
    return name.startsWith(PREFIX)
        && name.endsWith(".json")
        && file.getParent().getName().equals("_millrace");
  }

  /**
   * Returns when it is gone.
   *
   * @throws InvalidInputException if it is still there after {@code patience}
   */
  static void awaitEnd(Path journal, Duration patience, Configuration hadoop) {
    long end = System.nanoTime() + patience.toNanos();
    try {
      FileSystem files = journal.getFileSystem(hadoop);
      while (files.exists(journal)) {
        if (System.nanoTime() > end) {
          throw new InvalidInputException(
              "source: a run is publishing to %s, or died while it was, so old files may lie beside the new ones; run the job that writes there again, which finishes or undoes it. It is told by %s"
                  .formatted(journal.getParent().getParent(), journal));
        }
        Thread.sleep(200);
      }
    } catch (IOException e) {
      throw new InvalidInputException("source: cannot look at " + journal + ": " + e, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InvalidInputException("source: interrupted while waiting for " + journal, e);
    }
  }

  /** Those that runs left which died in a target. */
  static List<Journal> left(Path target, FileSystem files) throws IOException {
    Path folder = new Path(target, "_millrace");
    List<Journal> left = new ArrayList<>();
    if (!files.exists(folder)) {
      return left;
    }
    for (FileStatus each : files.listStatus(folder)) {
      if (isOne(each.getPath())) {
        try (InputStream in = files.open(each.getPath())) {
          left.add(JSON.readValue(in, Journal.class));
        } catch (FileNotFoundException e) {
          continue; // Its run has just ended.
        }
      }
    }
    return left;
  }

  /** Whether the run got so far that it counts; if not it never will. */
  boolean isDecided(Path target, Configuration hadoop) {
    // A ledger may lie on another file system than the target.
    return !marker.isEmpty()
        && CommitMarker.at(StoreName.like(target, new Path(marker)), hadoop).settle();
  }
}
