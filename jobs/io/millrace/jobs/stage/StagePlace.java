package io.millrace.jobs.stage;

import java.io.File;
import java.io.IOException;
import java.io.Serializable;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.SparkEnv;

/**
 * Where tasks put files that no reader is to see yet: in a folder out of sight, from which they are
 * moved later, or in an object store as uploads to their places, which are completed later.
 *
 * @param staging the folder out of sight
 * @param target the folder where they will lie
 * @param uploads whether they are uploads; the folder then holds notes of them
 */
public record StagePlace(String staging, String target, boolean uploads) implements Serializable {

  /** Of files that will lie in {@code target}. */
  public static StagePlace of(Path staging, Path target, Configuration hadoop) throws IOException {
    return new StagePlace(
        staging.toString(), target.toString(), PendingUpload.isFor(target, hadoop));
  }

  /** Where to write a file of that partition. */
  Path write(String partition, String name) {
    if (uploads) {
      File local = SparkEnv.get().blockManager().diskBlockManager().createTempLocalBlock()._2();
      return new Path(local.toURI());
    }
    return new Path(below(staging, partition), name);
  }

  /** The file at {@code written}, which is whole. */
  StagedFile staged(Path written, String partition, String name, long rows, Configuration hadoop)
      throws IOException {
    var files = written.getFileSystem(hadoop);
    long bytes = files.getFileStatus(written).getLen();
    if (!uploads) {
      return new StagedFile(written.toString(), partition, name, rows, bytes, null);
    }
    Path to = new Path(below(target, partition), name);
    PendingUpload upload =
        PendingUpload.send(new File(written.toUri()), to, new Path(staging), hadoop);
    files.delete(written, false);
    return new StagedFile(written.toString(), partition, name, rows, bytes, upload);
  }

  /** What was begun at {@code written} is not wanted any more. */
  void discard(Path written, Configuration hadoop) throws IOException {
    if (uploads) {
      written.getFileSystem(hadoop).delete(written, false);
    }
  }

  /** The folder of a partition; a colon in its name does not end a scheme. */
  public static Path below(String folder, String partition) {
    Path below = new Path(folder);
    for (String name : partition.isEmpty() ? new String[0] : partition.split("/", -1)) {
      below = new Path(below, new Path(null, null, name));
    }
    return below;
  }
}
