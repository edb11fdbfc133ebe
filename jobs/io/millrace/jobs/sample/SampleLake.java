package io.millrace.jobs.sample;

import io.millrace.transforms.Default;
import io.millrace.transforms.InvalidInputException;
import java.io.IOException;
import java.util.function.LongConsumer;
import org.apache.hadoop.conf.Configuration;

/**
 * A made-up web shop's raw data: visits, customers and zip codes as CSV below {@code path/raw}. The
 * same parameters give the same bytes on any machine.
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

  /** Writes the three files, replacing those that are there. */
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
    Zipcodes zips = Zipcodes.generate(seed);
    Users people = Users.generate(users, seed);
    Writing zipcodes = new Writing(NewFile.at(raw("zipcodes/zipcodedata.csv"), hadoop));
    Writing profiles = new Writing(NewFile.at(raw("userprofile/userprofile.csv"), hadoop));
    Writing activity = new Writing(NewFile.at(raw("useractivity/useractivity.csv"), hadoop));
    return new Summary(
        zipcodes.write(new Block(zips.text(), zips.size())),
        profiles.write(
            Profiles.HEADER,
            new Blocks(users, parallelism),
            new Profiles(seed, people, zips),
            rows -> {}),
        activity.write(
            Activity.HEADER, new Blocks(rows, parallelism), new Activity(this, people), progress),
        activity.dirt());
  }

  private String raw(String file) {
    return path + "/raw/" + file;
  }
}
