package io.millrace.jobs.sample;

import java.io.IOException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * A folder of the lake and what fills it.
 *
 * @param name its path below raw
 */
record Folder(String name, Feed feed) {

  /** Also where folders are left and no file in them, as after a deletion by hand. */
  boolean isMissing(Path raw, Configuration hadoop) throws IOException {
    return !holdsFiles(raw.getFileSystem(hadoop), new Path(raw, name));
  }

  private static boolean holdsFiles(FileSystem files, Path path) throws IOException {
    return files.exists(path) && files.listFiles(path, true).hasNext();
  }

  /** Writes its files one by one, each replacing the one that is there. */
  Summary replaceIn(Path raw, Configuration hadoop) throws IOException {
    Path target = new Path(raw, name);
    Delivery delivery = new Delivery(name, target, target, hadoop);
    feed.deliver(delivery);
    return delivery.summary();
  }

  /** Writes a folder that is missing: it has its name only once all its files are whole. */
  Summary addTo(Path raw, Configuration hadoop) throws IOException {
    Path target = new Path(raw, name);
    Path hidden = new Path(target.getParent(), "_" + target.getName() + ".tmp");
    FileSystem files = raw.getFileSystem(hadoop);
    files.delete(hidden, true);
    Delivery delivery = new Delivery(name, hidden, target, hadoop);
    try {
      feed.deliver(delivery);
      if (!holdsFiles(files, target)) {
        files.delete(target, true);
      }
      if (files.exists(target) || !files.rename(hidden, target)) {
        throw new IOException("Could not rename " + hidden + " to " + target + ".");
      }
    } catch (IOException | RuntimeException e) {
      files.delete(hidden, true);
      throw e;
    }
    return delivery.summary();
  }
}
