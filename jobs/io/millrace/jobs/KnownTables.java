package io.millrace.jobs;

import io.millrace.jobs.config.TableFolders;
import io.millrace.jobs.io.FileTree;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * The tables that a glob finds, against those that it found before. A store has no empty folders:
 * where AWS DMS deletes the files of a table, its folder is gone too.
 */
record KnownTables(Configuration hadoop) implements TableFolders {

  @Override
  public List<String> present(String glob) {
    return new Locations(hadoop).folders(glob);
  }

  /** Only those that the glob, as it is now, would find if they were there. */
  @Override
  public List<String> remembered(String glob, String reports) {
    if (glob.isBlank() || reports.isBlank()) {
      return List.of();
    }
    FileTree tree = new FileTree(hadoop);
    try {
      FileSystem files = new Path(glob).getFileSystem(hadoop);
      return new TableStatus(reports, hadoop)
          .folders().stream()
              .map(folder -> files.makeQualified(new Path(folder)).toString())
              .filter(folder -> tree.names(glob, folder))
              .toList();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot look at " + glob, e);
    }
  }
}
