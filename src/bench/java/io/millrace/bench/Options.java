package io.millrace.bench;

import java.util.Iterator;
import java.util.List;

/**
 * The command line.
 *
 * @param rows of the input
 * @param rounds how often every engine runs, in turn
 * @param heap -Xmx of every process, and DuckDB's memory limit
 * @param threads processors that every engine may use
 */
record Options(long rows, int rounds, String heap, int threads) {

  private static final String USAGE =
      "Options: --rows N --rounds 3 --heap 2g --threads N (default: all processors)";

  static Options parse(String[] args, long defaultRows) {
    long rows = defaultRows;
    int rounds = 3;
    String heap = "2g";
    int threads = Runtime.getRuntime().availableProcessors();
    Iterator<String> words = List.of(args).iterator();
    while (words.hasNext()) {
      String option = words.next();
      if (!words.hasNext()) {
        throw new IllegalArgumentException(option + " needs a value. " + USAGE);
      }
      String value = words.next();
      switch (option) {
        case "--rows" -> rows = Long.parseLong(value);
        case "--rounds" -> rounds = Integer.parseInt(value);
        case "--heap" -> heap = value;
        case "--threads" -> threads = Integer.parseInt(value);
        default -> throw new IllegalArgumentException(option + " is no option. " + USAGE);
      }
    }
    if (rows < 3 || rounds < 1 || threads < 1 || !heap.matches("\\d+[gG]")) {
      throw new IllegalArgumentException(
          "rows, rounds and threads are at least 3, 1 and 1, a heap is such as 2g. " + USAGE);
    }
    return new Options(rows, rounds, heap, threads);
  }
}
