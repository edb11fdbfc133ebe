package io.millrace.jobs.io;

import io.millrace.jobs.ledger.StoreName;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.regex.Pattern;
import org.apache.hadoop.fs.GlobFilter;
import org.apache.hadoop.fs.Path;

/** What a source reads: a file, a folder or a glob. */
record SourcePath(FileTree tree, String path) {

  private static final Pattern SLASH_IN_BRACES = Pattern.compile("[{][^}]*/");

  /** Whether it names {@code target} or a folder above it. */
  boolean reads(String target) {
    String root = ReadFiles.root(path);
    if (root.equals(path) || SLASH_IN_BRACES.matcher(path).find()) {
      return tree.isInside(target, root);
    }
    try {
      Path glob = StoreName.of(tree.qualified(path));
      for (Path at = StoreName.of(tree.qualified(target)); at != null; at = at.getParent()) {
        if (matches(at, glob)) {
          return true;
        }
      }
      return false;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Whether it names {@code target} itself; of slashes in braces nobody can tell, so that counts.
   */
  boolean names(String target) {
    if (SLASH_IN_BRACES.matcher(path).find()) {
      return reads(target);
    }
    try {
      return matches(StoreName.of(tree.qualified(target)), StoreName.of(tree.qualified(path)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean matches(Path path, Path glob) throws IOException {
    if (path.isRoot() || glob.isRoot()) {
      return path.equals(glob);
    }
    return new GlobFilter(glob.getName()).accept(path)
        && matches(path.getParent(), glob.getParent());
  }
}
