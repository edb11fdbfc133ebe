package io.millrace.bench;

import io.millrace.jobs.ledger.FileMark;
import io.millrace.jobs.ledger.Ledger;
import io.millrace.jobs.ledger.LedgerFile;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;

/**
 * What a ledger of many files costs a run: time to read it, to look up every file, to add a batch,
 * and memory.
 */
public final class LedgerSize {

  private static final String ROOT = "s3://lake/raw/useractivity";
  private static final int ENTRIES = 50;

  private LedgerSize() {}

  /** Prints a table; the arguments are numbers of files. */
  public static void main(String[] args) throws IOException {
    List<String> sizes =
        args.length > 0 ? List.of(args) : List.of("1000", "10000", "100000", "1000000");
    System.out.println(
        "| files | on disk | CPU to read it and look up every file | CPU of one more batch | memory |");
    System.out.println("|---|---|---|---|---|");
    measure(1000);
    for (String size : sizes) {
      System.out.println(measure(Integer.parseInt(size)));
    }
  }

  private static String measure(int files) throws IOException {
    Path folder = Files.createTempDirectory(Path.of("target"), "ledger");
    Configuration hadoop = new Configuration();
    var path = new org.apache.hadoop.fs.Path(folder.toUri());
    write(Ledger.open(path, "bench", hadoop), files);

    List<LedgerFile> listing = new ArrayList<>();
    for (int i = 0; i < files; i++) {
      listing.add(file(i));
    }
    long before = used();
    long begun = cpu();
    Ledger ledger = Ledger.open(path, "bench", hadoop);
    int found = 0;
    for (LedgerFile file : listing) {
      found += ledger.mark("source", file.path()).filter(file.mark()::isSame).isPresent() ? 1 : 0;
    }
    double read = (cpu() - begun) / 1e9;
    if (found != files) {
      throw new IllegalStateException(found + " of " + files + " files found");
    }
    long memory = used() - before;
    begun = cpu();
    int batch = ledger.plan(Map.of("source", ROOT), List.of(), List.of(file(files)));
    ledger.attempt(batch, "run");
    ledger.done(batch, "run", 1, 1);
    double added = (cpu() - begun) / 1e9;
    return String.format(
        Locale.ROOT,
        "| %,d | %.1f MB | %.2f s | %.3f s | %.0f MB |",
        files,
        bytes(folder) / 1e6,
        read,
        added,
        memory / 1e6);
  }

  /** Most of them in one batch, as when a job begins, and some in each of many. */
  private static void write(Ledger ledger, int files) {
    int each = Math.max(1, files / 1000);
    int next = files - each * ENTRIES;
    add(ledger, 0, next);
    for (int i = 0; i < ENTRIES; i++, next += each) {
      add(ledger, next, next + each);
    }
  }

  private static void add(Ledger ledger, int from, int to) {
    List<LedgerFile> all = new ArrayList<>();
    for (int i = from; i < to; i++) {
      all.add(file(i));
    }
    int batch = ledger.plan(Map.of("source", ROOT), List.of(), all);
    ledger.attempt(batch, "run-" + from);
    ledger.done(batch, "run-" + from, 1, 1);
  }

  private static LedgerFile file(int i) {
    String name =
        String.format(Locale.ROOT, "year=2018/month=%02d/part-%08d.csv.gz", i % 12 + 1, i);
    return new LedgerFile("source", name, new FileMark(1_000_000L + i, 1_516_000_000_000L + i, ""));
  }

  /** Of this thread: other work on the machine must not count. */
  private static long cpu() {
    return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
  }

  private static long used() {
    System.gc();
    Runtime runtime = Runtime.getRuntime();
    return runtime.totalMemory() - runtime.freeMemory();
  }

  private static long bytes(Path folder) throws IOException {
    try (var files = Files.list(folder)) {
      return files.mapToLong(file -> file.toFile().length()).sum();
    }
  }
}
