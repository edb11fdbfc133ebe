package io.millrace.jobs.sample;

import io.millrace.transforms.Default;
import io.millrace.transforms.InvalidInputException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.LongConsumer;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/**
 * Made-up raw data below {@code path/raw}: a web shop's visits, customers and zip codes, and
 * smaller inputs for every other lab. The same parameters give the same bytes on any machine.
 *
 * @param rows lines of useractivity.csv, about 82 bytes each
 * @param users lines of userprofile.csv
 * @param dirty share of useractivity's lines that are malformed, 0 to 1
 */
public record SampleLake(
    String path,
    @Default("100000") long rows,
    @Default("50000") int users,
    @Default("42") long seed,
    @Default("0") double dirty) {

  private static final int MOST_USERS = 1_000_000;

  /** Checks the parameters. */
  public SampleLake {
    require(!path.isBlank(), "a path to write to");
    require(rows >= 1, "at least 1 row, not " + rows);
    require(
        users >= Users.DOCUMENTED && users <= MOST_USERS,
        "from " + Users.DOCUMENTED + " to " + MOST_USERS + " users, not " + users);
    require(dirty >= 0 && dirty <= 1, "a share of dirty lines from 0 to 1, not " + dirty);
  }

  private static void require(boolean holds, String what) {
    if (!holds) {
      throw new InvalidInputException("The sample lake needs " + what + ".");
    }
  }

  /** 100,000 clean rows of 50,000 users. */
  public static SampleLake at(String path) {
    return new SampleLake(path, 100_000, 50_000, 42, 0);
  }

  /** Writes all files, replacing those that are there. */
  public Summary write(Configuration hadoop) throws IOException {
    return write(hadoop, Runtime.getRuntime().availableProcessors(), rows -> {});
  }

  /**
   * The same with so many threads.
   *
   * @param progress told the number of useractivity rows written so far, on the calling thread
   */
  public Summary write(Configuration hadoop, int parallelism, LongConsumer progress)
      throws IOException {
    return replace(new Folders(this, parallelism, progress).all(), hadoop);
  }

  /** Writes these folders only, named by their paths below raw. */
  public Summary write(Configuration hadoop, Set<String> folders) throws IOException {
    List<Folder> chosen = all().stream().filter(it -> folders.contains(it.name())).toList();
    require(
        chosen.size() == folders.size(),
        "folders from " + all().stream().map(Folder::name).toList() + ", not " + folders);
    return replace(chosen, hadoop);
  }

  /** The folders below raw that are not there. */
  public List<String> missing(Configuration hadoop) throws IOException {
    return missingFolders(hadoop).stream().map(Folder::name).toList();
  }

  /** Writes the folders that are not there, and touches no other. */
  public Summary addMissing(Configuration hadoop) throws IOException {
    List<Summary> parts = new ArrayList<>();
    for (Folder folder : missingFolders(hadoop)) {
      parts.add(folder.addTo(raw(), hadoop));
    }
    return Summary.of(parts);
  }

  private Summary replace(List<Folder> folders, Configuration hadoop) throws IOException {
    List<Summary> parts = new ArrayList<>();
    for (Folder folder : folders) {
      parts.add(folder.replaceIn(raw(), hadoop));
    }
    return Summary.of(parts);
  }

  private List<Folder> missingFolders(Configuration hadoop) throws IOException {
    List<Folder> missing = new ArrayList<>();
    for (Folder folder : all()) {
      if (folder.isMissing(raw(), hadoop)) {
        missing.add(folder);
      }
    }
    return missing;
  }

  private List<Folder> all() {
    return new Folders(this, Runtime.getRuntime().availableProcessors(), rows -> {}).all();
  }

  private Path raw() {
    return new Path(path + "/raw");
  }
}
