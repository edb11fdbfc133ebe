package io.millrace.jobs.io;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.attribute.PosixFilePermissions;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.hadoop.fs.permission.FsPermission;

/**
 * Hadoop's own {@link LocalFileSystem}, which gives files their permissions through Java. Without
 * its native library, which no jar brings, Hadoop starts a {@code chmod} for each file and folder
 * that it makes. Set as {@code spark.hadoop.fs.file.impl}.
 */
public final class PosixLocalFileSystem extends LocalFileSystem {

  /** Hadoop makes it by its name. */
  public PosixLocalFileSystem() {
    super(new Raw());
  }

  private static final class Raw extends RawLocalFileSystem {

    @Override
    public void setPermission(Path path, FsPermission permission) throws IOException {
      if (permission.getStickyBit()) {
        super.setPermission(path, permission); // Java knows no such bit.
        return;
      }
      try {
        Files.setPosixFilePermissions(
            pathToFile(path).toPath(),
            PosixFilePermissions.fromString(
                permission.getUserAction().SYMBOL
                    + permission.getGroupAction().SYMBOL
                    + permission.getOtherAction().SYMBOL));
      } catch (UnsupportedOperationException e) {
        super.setPermission(path, permission); // A disk that knows no such permissions.
      }
    }
  }
}
