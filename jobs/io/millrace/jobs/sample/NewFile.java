package io.millrace.jobs.sample;

import java.io.IOException;
import java.io.OutputStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** A file that has its real name only once it is whole. */
record NewFile(FileSystem files, Path path) {

  /** Writes the content. */
  interface Content {
    void writeTo(OutputStream out) throws IOException;
  }

  static NewFile at(String path, Configuration hadoop) throws IOException {
    Path target = new Path(path);
    return new NewFile(target.getFileSystem(hadoop), target);
  }

  /** Writes under a hidden name, then renames; what stood there before stays until then. */
  void write(Content content) throws IOException {
    Path hidden = new Path(path.getParent(), "_" + path.getName() + ".tmp");
    try (OutputStream out = files.create(hidden, true)) {
      content.writeTo(out);
    } catch (IOException | RuntimeException e) {
      files.delete(hidden, false);
      throw e;
    }
    files.delete(path, false);
    if (!files.rename(hidden, path)) {
      throw new IOException("Could not rename " + hidden + " to " + path + ".");
    }
  }
}
