package io.millrace.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Merges changes with Millrace, hand-written Spark and DuckDB in turn, whole processes, and says
 * how they compare. Started by {@code src/bench/changes}.
 */
final class MergeChanges {

  private final Home home;
  private final MergeOptions options;
  private final JavaCommand java;
  private final Map<MergeSize, Map<String, String>> expected = new HashMap<>();

  private MergeChanges(Home home, MergeOptions options) {
    this.home = home;
    this.options = options;
    this.java = new JavaCommand(home, options.heap(), options.threads());
  }

  public static void main(String[] args) throws IOException, InterruptedException, SQLException {
    Home home = new Home(Path.of(System.getProperty("millrace.basedir", "")).toAbsolutePath());
    new MergeChanges(home, MergeOptions.parse(args)).run();
  }

  private void run() throws IOException, InterruptedException, SQLException {
    for (MergeSize size : options.sizes()) {
      input(size).make(options.threads());
      for (MergeEngine engine : options.engines()) {
        makeBase(engine, size);
      }
    }
    for (MergeEngine engine : options.engines()) {
      Optional<Path> archive = engine.archive(home, options);
      if (archive.isPresent()) {
        Files.deleteIfExists(archive.get());
        measure(engine, options.sizes().get(0)); // makes it, as a user's first run does
      }
    }
    MergeReport report = new MergeReport(options);
    Path file = home.bench().resolve("changes.md");
    for (int round = 1; round <= options.rounds(); round++) {
      for (MergeSize size : options.sizes()) {
        for (MergeEngine engine : options.engines()) {
          Figures figures = measure(engine, size);
          report.add(engine, size, figures);
          System.out.printf(
              Locale.ROOT,
              "round %d  %-16s %-32s %s%n",
              round,
              size.folder(),
              engine.title(),
              figures.sentence());
        }
      }
      // After every round: a run that is stopped has told what it knew.
      Files.writeString(file, report.markdown());
    }
    System.out.printf("%n%s%nWritten to %s%n", report.markdown(), file);
  }

  private MergeInput input(MergeSize size) {
    return new MergeInput(folder("input-" + size.folder()), size, options.seed());
  }

  private Path folder(String what) {
    return home.bench().resolve("changes").resolve(what + "-" + options.seed());
  }

  /** The full load depends on its rows and the seed only, so sizes share it. */
  private Path base(MergeEngine engine, MergeSize size) {
    return folder("loaded-" + size.rows()).resolve(engine.word());
  }

  /** Where an engine works; a table of Iceberg knows it, so that it is the same for all sizes. */
  private Path target(MergeEngine engine) {
    return home.bench().resolve("changes/out").resolve(engine.word());
  }

  /** What the full load became, for the engines that only change it. Not measured. */
  private void makeBase(MergeEngine engine, MergeSize size)
      throws IOException, InterruptedException {
    Path base = base(engine, size);
    if (!engine.isIncremental() || Files.exists(base)) {
      return;
    }
    System.out.println("Loading " + size + " for " + engine.title() + " ...");
    Path target = target(engine);
    Output.delete(target);
    if (engine.isTable()) {
      Files.createDirectories(engine.table(target).resolve("shop"));
    }
    Files.createDirectories(target);
    new Child(engine.load(java, options, input(size), target), target.resolve("log")).run();
    Files.createDirectories(base.getParent());
    Files.move(engine.table(target), base);
  }

  private Figures measure(MergeEngine engine, MergeSize size)
      throws IOException, InterruptedException, SQLException {
    Path target = target(engine);
    Output.delete(target);
    Files.createDirectories(target);
    Path table = engine.table(target);
    if (engine.isIncremental()) {
      copy(base(engine, size), table);
    }
    Child.Measured measured =
        new Child(engine.command(java, options, input(size), target), target.resolve("log")).run();
    check(engine, size, target);
    double job =
        engine.isMillrace()
            ? RunReports.jobSeconds(target.resolve("reports"))
            : measured.job().orElseThrow();
    return Figures.of(measured, job, written(engine, size, table));
  }

  /** Every engine must have left the same rows, in every round. */
  private void check(MergeEngine engine, MergeSize size, Path target)
      throws IOException, InterruptedException, SQLException {
    Path rows = engine.table(target);
    if (engine.isTable()) {
      rows = target.resolve("rows");
      new Child(engine.export(java, target), target.resolve("export.log")).run();
    }
    Output output = new Output(rows, MergeInput.COLUMNS, "*.parquet");
    Map<String, String> sums = output.checksums(options.threads());
    for (Map.Entry<String, String> sum : expected.computeIfAbsent(size, first -> sums).entrySet()) {
      if (!sums.get(sum.getKey()).equals(sum.getValue())) {
        throw new IllegalStateException(
            engine.title() + " left other rows: " + sum.getKey() + " differs, see " + output);
      }
    }
  }

  private List<Path> written(MergeEngine engine, MergeSize size, Path table) throws IOException {
    Path base = base(engine, size);
    Set<String> before = Set.of();
    if (engine.isIncremental()) {
      before =
          Output.parquet(base).stream()
              .map(file -> base.relativize(file).toString())
              .collect(Collectors.toSet());
    }
    Set<String> old = before;
    return Output.parquet(table).stream()
        .filter(file -> !old.contains(table.relativize(file).toString()))
        .toList();
  }

  private static void copy(Path from, Path to) throws IOException {
    List<Path> files;
    try (Stream<Path> all = Files.walk(from)) {
      files = all.toList();
    }
    for (Path file : files) {
      Files.copy(file, to.resolve(from.relativize(file)), StandardCopyOption.COPY_ATTRIBUTES);
    }
  }
}
