package io.millrace.jobs.io;

import io.millrace.jobs.ledger.StoreName;
import io.millrace.transforms.InvalidInputException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.EtagSource;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.LocatedFileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RemoteIterator;

/**
 * The data files below a path. Names that begin with {@code _} or {@code .} are not data, nor are
 * those that end with {@code ._COPYING_}, which a running {@code hdfs dfs -put} still writes.
 */
public final class FileTree {

  /** A publication is a matter of seconds, but of many files in a store. */
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private final Configuration hadoop;
  private final Duration patience;

  /**
   * What a source path names.
   *
   * @param control how many files more there are in folders that begin with {@code awsdms_}
   * @param absent why there are none
   */
  record Found(List<InputFile> files, int control, String absent) {}

  /** On the file systems of this configuration. */
  public FileTree(Configuration hadoop) {
    this(hadoop, PATIENCE);
  }

  FileTree(Configuration hadoop, Duration patience) {
    this.hadoop = hadoop;
    this.patience = patience;
  }

  /**
   * The files that a source path names, which may be a file, a folder or a glob. Those in control
   * tables of AWS DMS are left out, unless the path spells such a folder out. Where a run is about
   * to publish there, its end is awaited: until then old and new files lie side by side.
   */
  Found input(String location) {
    while (true) {
      List<Path> journals = new ArrayList<>();
      Found found = input(location, journals);
      if (journals.isEmpty()) {
        return found;
      }
      Journal.awaitEnd(journals.get(0), patience, hadoop);
    }
  }

  private Found input(String location, List<Path> journals) {
    try {
      Path path = new Path(location);
      FileStatus[] roots = path.getFileSystem(hadoop).globStatus(path);
      if (roots == null || roots.length == 0) {
        return new Found(List.of(), 0, missing(path));
      }
      List<InputFile> files = new ArrayList<>();
      int control = 0;
      Path asked = qualified(ReadFiles.root(location));
      for (FileStatus root : roots) {
        // A glob finds hidden names too; who spells one out in full means it.
        if (location.equals(ReadFiles.root(location)) || isData(asked, root.getPath())) {
          boolean spelled =
              location.substring(ReadFiles.root(location).length()).contains(ControlTables.PREFIX);
          List<InputFile> all = below(root, journals);
          Path base = spelled ? root.getPath() : asked;
          all.stream().filter(file -> !ControlTables.holds(base, file)).forEach(files::add);
          control += (int) all.stream().filter(file -> ControlTables.holds(base, file)).count();
        }
      }
      files.sort(Comparator.comparing(InputFile::path));
      String absent =
          "source.path: %s holds no files; %s".formatted(location, ControlTables.hint(control));
      return new Found(files, control, absent);
    } catch (IOException | IllegalArgumentException e) {
      throw new InvalidInputException(
          "source.path: cannot list " + location + ": " + e.getMessage(), e);
    }
  }

  private String missing(Path path) throws IOException {
    Path parent = path.getParent();
    FileSystem files = path.getFileSystem(hadoop);
    Path present = path;
    while (parent != null && !files.exists(parent)) {
      present = parent;
      parent = parent.getParent();
    }
    String hint =
        parent == null || present.equals(path)
            ? ""
            : "; " + files.makeQualified(parent) + " exists, but has no " + present.getName();
    return "source.path: nothing at " + path + hint;
  }

  /** The data files below a folder; none if the folder does not exist. */
  List<Path> data(Path folder) throws IOException {
    FileSystem files = folder.getFileSystem(hadoop);
    if (!files.exists(folder)) {
      return List.of();
    }
    List<InputFile> all = below(files.getFileStatus(folder), new ArrayList<>());
    return all.stream().map(file -> new Path(file.path())).toList();
  }

  private List<InputFile> below(FileStatus root, List<Path> journals) throws IOException {
    FileSystem files = root.getPath().getFileSystem(hadoop);
    List<InputFile> found = new ArrayList<>();
    if (root.isFile()) {
      found.add(input(root));
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
          add(child, root, found, journals);
        }
      }
    }
    if (!local) {
      RemoteIterator<LocatedFileStatus> all = files.listFiles(root.getPath(), true);
      while (all.hasNext()) {
        add(all.next(), root, found, journals);
      }
    }
    return found;
  }

  private static void add(
      FileStatus file, FileStatus root, List<InputFile> found, List<Path> journals) {
    if (isData(root.getPath(), file.getPath())) {
      found.add(input(file));
    } else if (Journal.isOne(file.getPath())) {
      journals.add(file.getPath());
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

  private static boolean isData(Path root, Path file) {
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

  /** Whether {@code inner} is {@code outer} or lies below it, whatever way the two are spelled. */
  public boolean isInside(String inner, String outer) {
    Path low = StoreName.of(qualified(inner));
    Path high = StoreName.of(qualified(outer));
    for (Path path = low; path != null; path = path.getParent()) {
      if (path.equals(high)) {
        return true;
      }
    }
    return false;
  }

  /** Whether a source path, which may be a glob, names {@code target} or a folder above it. */
  public boolean reads(String sourcePath, String target) {
    return new SourcePath(this, sourcePath).reads(target);
  }

  /** Whether a glob names {@code target} if that is there. */
  public boolean names(String glob, String target) {
    return new SourcePath(this, glob).names(target);
  }

  /** The path with its scheme and from the root, as files are listed. */
  Path qualified(String location) {
    try {
      Path path = new Path(location);
      return path.getFileSystem(hadoop).makeQualified(path);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The paths of the data files below a folder; none if it does not exist. */
  public List<String> paths(String folder) {
    try {
      return data(new Path(folder)).stream().map(Path::toString).toList();
    } catch (IOException e) {
      throw new InvalidInputException("cannot list " + folder + ": " + e.getMessage(), e);
    }
  }

  /** The folder, with its scheme, that all files of a source path lie below. */
  public String root(String location) {
    return qualified(ReadFiles.root(location)).toString();
  }

  /** Whether the path is a plain file. */
  boolean isFile(String location) {
    try {
      Path path = new Path(location);
      return path.getFileSystem(hadoop).getFileStatus(path).isFile();
    } catch (FileNotFoundException e) {
      return false;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
