package io.millrace.bench;

import io.millrace.jobs.sample.SampleLake;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;

/**
 * Runs the job flatten-weblogs with Millrace, DuckDB and naive Spark in turn, whole processes, and
 * says how they compare. Started by {@code src/bench/run}.
 */
final class FlattenWeblogs {

  private static final List<String> COLUMNS =
      List.of(
          "ip_address",
          "username",
          "timestamp",
          "request",
          "http",
          "bytes",
          "requesttype",
          "topdomain",
          "toppage",
          "subpage",
          "date",
          "time",
          "year",
          "month");

  private final Home home;
  private final Options options;
  private Map<String, String> expected;

  private FlattenWeblogs(Home home, Options options) {
    this.home = home;
    this.options = options;
  }

  public static void main(String[] args) throws IOException, InterruptedException, SQLException {
    Home home = new Home(Path.of(System.getProperty("millrace.basedir", "")).toAbsolutePath());
    new FlattenWeblogs(home, Options.parse(args, 8_400_000)).run();
  }

  private void run() throws IOException, InterruptedException, SQLException {
    makeLake();
    measure(Engine.MILLRACE); // makes the archive of classes, as a user's first run does
    Comparison comparison = new Comparison(options, machine());
    Path file = home.bench().resolve("flatten-weblogs.md");
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
        new Child(engine.command(home, options, target), target.resolve("log")).run();
    Output output = new Output(engine.output(target), COLUMNS, "*/*.parquet");
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

  /** Makes the input where it is absent, and reads it once: all engines find it in memory. */
  private void makeLake() throws IOException {
    Path activity = home.activity(options.rows());
    if (!Files.exists(activity)) {
      System.out.println("Making the sample lake ...");
      Path unfinished = home.bench().resolve("lake/unfinished");
      Output.delete(unfinished);
      new SampleLake(unfinished.toString(), options.rows(), 50_000, 42, 0)
          .write(new Configuration(), Set.of("useractivity"));
      Files.move(unfinished, home.lake(options.rows()));
    }
    try (InputStream in = Files.newInputStream(activity.resolve("useractivity.csv"))) {
      System.out.printf(
          Locale.ROOT, "%,d bytes of CSV%n", in.transferTo(OutputStream.nullOutputStream()));
    }
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
