package io.millrace.jobs.io;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * What a run could not remove or take back: of what it had staged no reader sees anything, but a
 * store bills it; what it had shown already is seen until the next run takes it back.
 */
public final class Leftovers {

  private static final String SHOWN =
      "%s: files of this run may be seen there; the next run that writes there takes them back, or finishes this one";

  private Leftovers() {}

  /**
   * Its folders below these targets, each of which holds files or notes of uploads; one that nobody
   * can look at is told too.
   */
  public static List<String> of(List<String> targets, String run, Configuration hadoop) {
    List<String> left = new ArrayList<>();
    for (String target : targets) {
      Path staged = StagingFolder.of(target, run);
      try {
        FileSystem files = staged.getFileSystem(hadoop);
        if (files.exists(staged)) {
          left.add(files.makeQualified(staged).toString());
        }
        if (Journal.exists(new Path(target), run, files)) {
          left.add(SHOWN.formatted(target));
        }
      } catch (IOException e) {
        left.add(staged + ", perhaps: " + e.getMessage());
      }
    }
    return left;
  }
}
