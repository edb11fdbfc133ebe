package io.millrace.jobs.io;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.jobs.ledger.StoreName;
import io.millrace.transforms.InvalidInputException;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.StreamCapabilities;

/**
 * The one file that decides a run, however many targets it has: before it is there all of them are
 * taken back, afterwards all of them are finished, by whoever comes next. It gets there by a rename
 * of a hidden file, which whoever takes over removes first: of the two one succeeds.
 */
public final class CommitMarker {

  private static final String PREFIX = "_committed-";
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path file;
  private final Configuration hadoop;

  /** Of one run, in a folder of its job. */
  public CommitMarker(String folder, String run, Configuration hadoop) {
    this(qualified(new Path(folder, PREFIX + run), hadoop), hadoop);
  }

  /** As a journal names it. */
  static CommitMarker at(Path path, Configuration hadoop) {
    return new CommitMarker(path, hadoop);
  }

  private CommitMarker(Path file, Configuration hadoop) {
    this.file = file;
    this.hadoop = hadoop;
  }

  private static Path qualified(Path path, Configuration hadoop) {
    try {
      return path.getFileSystem(hadoop).makeQualified(path);
    } catch (IOException e) {
      throw new InvalidInputException("cannot open " + path + ": " + e.getMessage(), e);
    }
  }

  /** Where it is. */
  public String path() {
    return file.toString();
  }

  /** Gets ready to decide the run, whose files are all in these targets now. */
  public void prepare(List<String> targets) {
    List<String> all =
        targets.stream().map(path -> qualified(new Path(path), hadoop).toString()).toList();
    attempt(
        "write",
        files -> {
          try (FSDataOutputStream out = files.create(hidden(), true)) {
            out.write(JSON.writeValueAsBytes(all));
            if (out.hasCapability(StreamCapabilities.HSYNC)) {
              out.hsync();
            }
          }
        });
  }

  /**
   * Decides the run.
   *
   * @throws InvalidInputException if another run has taken over since {@link #prepare}
   */
  public void set() {
    attempt(
        "write",
        files -> {
          if (!files.rename(hidden(), file)) {
            throw new IOException("cannot rename " + hidden());
          }
        });
  }

  /** Whether the run was decided; if not it cannot be any more. */
  public boolean settle() {
    attempt("remove what prepares", files -> files.delete(hidden(), false));
    return isSet();
  }

  private Path hidden() {
    return new Path(file.getParent(), "." + file.getName() + ".part");
  }

  /** A change that may fail. */
  @FunctionalInterface
  private interface Change {
    void in(FileSystem files) throws IOException;
  }

  private void attempt(String what, Change change) {
    try {
      change.in(file.getFileSystem(hadoop));
    } catch (IOException e) {
      throw new InvalidInputException("cannot " + what + " " + file + ": " + e.getMessage(), e);
    }
  }

  /** Whether the run was decided. */
  public boolean isSet() {
    try {
      return file.getFileSystem(hadoop).exists(file);
    } catch (IOException e) {
      throw new InvalidInputException("cannot look at " + file + ": " + e.getMessage(), e);
    }
  }

  /** Removes those of a job that nobody needs any more; one that stays does no harm. */
  public static void tidy(String folder, Configuration hadoop) {
    try {
      Path all = new Path(folder);
      FileSystem files = all.getFileSystem(hadoop);
      for (FileStatus each : files.exists(all) ? files.listStatus(all) : new FileStatus[0]) {
        if (each.getPath().getName().startsWith(PREFIX)) {
          new CommitMarker(each.getPath(), hadoop).removeUnneeded(files);
        }
      }
    } catch (IOException e) {
      return;
    }
  }

  private void removeUnneeded(FileSystem files) throws IOException {
    String run = file.getName().substring(PREFIX.length());
    try (InputStream in = files.open(file)) {
      for (String target : JSON.readValue(in, new TypeReference<List<String>>() {})) {
        Path path = StoreName.like(file, new Path(target));
        if (Journal.exists(path, run, path.getFileSystem(hadoop))) {
          return;
        }
      }
    }
    files.delete(file, false);
  }
}
