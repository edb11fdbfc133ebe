package io.millrace.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * One size of the job.
 *
 * @param rows of the input
 * @param files that hold them
 * @param folders that the output has
 * @param cores that the process may use
 */
record GrowthPoint(long rows, int files, int folders, int cores) {

  private static final int FILES = 4;
  private static final int FOLDERS = 4;

  /** Rows times 1, 4 and 16 on one core and on two; then more folders; then more files. */
  static List<GrowthPoint> all(long rows) {
    List<GrowthPoint> all = new ArrayList<>();
    for (int cores : List.of(2, 1)) {
      for (int times : List.of(1, 4, 16)) {
        all.add(new GrowthPoint(rows * times, FILES, FOLDERS, cores));
      }
    }
    for (int folders : List.of(100, 2_000)) {
      all.add(new GrowthPoint(rows * 4, FILES, folders, 2));
    }
    for (int files : List.of(100, 10_000)) {
      all.add(new GrowthPoint(rows * 4, files, FOLDERS, 2));
    }
    return all;
  }

  /** The point of the same rows that the others are held against. */
  GrowthPoint plain() {
    return new GrowthPoint(rows, FILES, FOLDERS, 2);
  }

  /** The point of the same kind with a quarter of the rows. */
  GrowthPoint quarter() {
    return new GrowthPoint(rows / 4, files, folders, cores);
  }

  String title() {
    return String.format(
        Locale.ROOT, "%,d rows, %,d files, %,d folders, %d cores", rows, files, folders, cores);
  }
}
