package io.millrace.jobs.io;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** What a failed run had staged and could not remove: no reader sees it, but a store bills it. */
public final class Leftovers {

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
      } catch (IOException e) {
        left.add(staged + ", perhaps: " + e.getMessage());
      }
    }
    return left;
  }
}
