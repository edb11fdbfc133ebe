package io.millrace.bench;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Runs a job with Millrace, DuckDB and naive Spark in turn, whole processes, and says how they
 * compare. Started by {@code src/bench/run}.
 */
final class WholeJobs {

  private final Workload job;
  private final Home home;
  private final Options options;
  private Map<String, String> expected;

  private WholeJobs(Workload job, Home home, Options options) {
    this.job = job;
    this.home = home;
    this.options = options;
  }

  public static void main(String[] args) throws IOException, InterruptedException, SQLException {
    Home home = new Home(Path.of(System.getProperty("millrace.basedir", "")).toAbsolutePath());
    boolean named = args.length > 0 && !args[0].startsWith("--");
    Workload job = Workload.Known.of(named ? args[0] : "flatten-weblogs");
    String[] options = Arrays.copyOfRange(args, named ? 1 : 0, args.length);
    new WholeJobs(job, home, Options.parse(options, job.rows())).run();
  }

  private void run() throws IOException, InterruptedException, SQLException {
    job.make(home, options);
    System.out.printf(Locale.ROOT, "%,d bytes of input%n", read());
    measure(Engine.MILLRACE); // makes the archive of classes, as a user's first run does
    Comparison comparison = new Comparison(job, options, machine());
    Path file = home.bench().resolve(job.name() + ".md");
    for (int round = 1; round <= options.rounds(); round++) {
      for (Engine engine : Engine.values()) {
        Figures figures = measure(engine);
        comparison.add(engine, figures);
        System.out.printf(
            Locale.ROOT, "round %d  %-12s %s%n", round, engine.title(), figures.sentence());
      }
      // After every round: a run that is stopped has told what it knew.
      Files.writeString(file, comparison.markdown());
    }
    System.out.printf("%n%s%nWritten to %s%n", comparison.markdown(), file);
  }

  private Figures measure(Engine engine) throws IOException, InterruptedException, SQLException {
    Path target = home.bench().resolve("out").resolve(engine.name().toLowerCase(Locale.ROOT));
    Output.delete(target);
    Files.createDirectories(target);
    Child.Measured measured =
        new Child(engine.command(job, home, options, target), target.resolve("log")).run();
    Output output = new Output(job.output(target), job.columns(), job.pattern());
    check(engine, output);
    double job =
        engine == Engine.MILLRACE
            ? RunReports.jobSeconds(output.folder().resolve("_millrace/runs"))
            : measured.job().orElseThrow();
    return Figures.of(measured, job, output.files());
  }

  /** Every engine must have written the same rows, in every round. */
  private void check(Engine engine, Output output) throws SQLException {
    Map<String, String> sums = output.checksums(options.threads());
    if (expected == null) {
      expected = sums;
    }
    for (Map.Entry<String, String> sum : expected.entrySet()) {
      if (!sums.get(sum.getKey()).equals(sum.getValue())) {
        throw new IllegalStateException(
            engine.title() + " wrote other rows: " + sum.getKey() + " differs, see " + output);
      }
    }
  }

  /** Reads the input once: all engines find it in memory. */
  private long read() throws IOException {
    long bytes = 0;
    try (Stream<Path> files = Files.walk(job.input(home, options.rows()))) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        try (InputStream in = Files.newInputStream(file)) {
          bytes += in.transferTo(OutputStream.nullOutputStream());
        }
      }
    }
    return bytes;
  }

  private static String machine() {
    Runtime runtime = Runtime.getRuntime();
    return "%s %s, %s processors, Java %s"
        .formatted(
            System.getProperty("os.name"),
            System.getProperty("os.arch"),
            runtime.availableProcessors(),
            Runtime.version());
  }
}
