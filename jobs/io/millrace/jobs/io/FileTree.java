package io.millrace.jobs.io;

import io.millrace.jobs.ledger.StoreName;
import io.millrace.transforms.InvalidInputException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.security.AccessControlException;

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
   * @param tables that the files may be of
   */
  record Found(List<InputFile> files, int control, String absent, Set<LoggedTable> tables) {}

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
        return new Found(List.of(), 0, missing(path), Set.of());
      }
      List<InputFile> files = new ArrayList<>();
      Set<LoggedTable> tables = new LinkedHashSet<>();
      int control = 0;
      Path asked = qualified(ReadFiles.root(location));
      for (FileStatus root : roots) {
        // A glob finds hidden names too; who spells one out in full means it.
        if (location.equals(ReadFiles.root(location)) || FilesBelow.isData(asked, root.getPath())) {
          boolean spelled =
              location.substring(ReadFiles.root(location).length()).contains(ControlTables.PREFIX);
          FilesBelow below = FilesBelow.of(root, hadoop);
          journals.addAll(below.journals());
          tables.addAll(below.tables());
          List<InputFile> all = below.files();
          Path base = spelled ? root.getPath() : asked;
          all.stream().filter(file -> !ControlTables.holds(base, file)).forEach(files::add);
          control += (int) all.stream().filter(file -> ControlTables.holds(base, file)).count();
        }
      }
      files.sort(Comparator.comparing(InputFile::path));
      String absent =
          "source.path: %s holds no files; %s".formatted(location, ControlTables.hint(control));
      if (!files.isEmpty()) {
        LoggedTable.around(asked, !location.equals(ReadFiles.root(location)), hadoop)
            .ifPresent(tables::add);
      }
      return new Found(files, control, absent, tables);
    } catch (IllegalArgumentException e) {
      throw new InvalidInputException(
          "source.path: cannot list " + location + ": " + e.getMessage(), e);
    } catch (IOException e) {
      throw new InvalidInputException(
          "source.path: cannot list %s: %s".formatted(location, StoreFailure.toRead(location, e)),
          e);
    }
  }

  private String missing(Path path) throws IOException {
    return "source.path: nothing at " + path + present(path);
  }

  /** How much of a path is there. */
  private String present(Path path) throws IOException {
    FileSystem files = path.getFileSystem(hadoop);
    Path absent = path;
    try {
      for (Path at = path.getParent(); at != null; at = at.getParent()) {
        if (files.exists(at)) {
          return absent.equals(path)
              ? ""
              : "; " + files.makeQualified(at) + " exists, but has no " + absent.getName();
        }
        absent = at;
      }
    } catch (AccessDeniedException | AccessControlException e) {
      // Whoever may read below a folder need not be one who may look at it.
    }
    return "";
  }

  /** The data files below a folder; none if the folder does not exist. */
  List<Path> data(Path folder) throws IOException {
    FileSystem files = folder.getFileSystem(hadoop);
    if (!files.exists(folder)) {
      return List.of();
    }
    return FilesBelow.of(files.getFileStatus(folder), hadoop).files().stream()
        .map(file -> new Path(file.path()))
        .toList();
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
