package io.millrace.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Hashes two columns of many profiles with Millrace, Spark and DuckDB in turn, whole processes, and
 * says how they compare; before that one thread beside openssl. Started by {@code src/bench/hash}.
 */
final class HashProfiles {

  private static final List<String> COLUMNS = List.of("id", "hash_ssn", "hash_cc");
  private static final long ROWS = 5_000_000;

  private final Home home;
  private final Options options;
  private final HashInput input;
  private final JavaCommand java;
  private final Map<Boolean, Map<String, String>> expected = new HashMap<>();

  private HashProfiles(Home home, Options options) {
    this.home = home;
    this.options = options;
    this.input =
        new HashInput(home.bench().resolve("hash/input-" + options.rows()), options.rows());
    this.java = new JavaCommand(home, options.heap(), options.threads());
  }

  public static void main(String[] args) throws Exception {
    Home home = new Home(Path.of(System.getProperty("millrace.basedir", "")).toAbsolutePath());
    new HashProfiles(home, Options.parse(args, ROWS)).run();
  }

  private void run() throws Exception {
    input.make(options.threads());
    String speed = HashSpeed.markdown(input.key());
    System.out.println(speed);
    measure(HashEngine.values()[0]); // makes the archive of classes, as a user's first run does
    HashReport report = new HashReport(options, speed);
    Path file = home.bench().resolve("hash.md");
    for (int round = 1; round <= options.rounds(); round++) {
      for (HashEngine engine : HashEngine.values()) {
        Figures figures = measure(engine);
        report.add(engine, figures);
        System.out.printf(
            Locale.ROOT, "round %d  %-28s %s%n", round, engine.title(), figures.sentence());
      }
      // After every round: a run that is stopped has told what it knew.
      Files.writeString(file, report.markdown());
    }
    System.out.printf("%n%s%nWritten to %s%n", report.markdown(), file);
  }

  private Figures measure(HashEngine engine)
      throws IOException, InterruptedException, SQLException {
    Path target = home.bench().resolve("hash/out").resolve(engine.word());
    Output.delete(target);
    Files.createDirectories(target);
    Child.Measured measured =
        new Child(
                engine.command(java, input.profiles(), input.key(), target), target.resolve("log"))
            .run();
    Output output = new Output(target.resolve("out"), COLUMNS, "*.parquet");
    check(engine, output);
    double job =
        engine.isMillrace()
            ? RunReports.jobSeconds(target.resolve("reports"))
            : measured.job().orElseThrow();
    return Figures.of(measured, job, output.files());
  }

  /** All plain hashes are the same, and all tokens. */
  private void check(HashEngine engine, Output output) throws SQLException {
    Map<String, String> sums = output.checksums(options.threads());
    for (Map.Entry<String, String> sum :
        expected.computeIfAbsent(engine.isKeyed(), first -> sums).entrySet()) {
      if (!sums.get(sum.getKey()).equals(sum.getValue())) {
        throw new IllegalStateException(
            engine.title() + " wrote other rows: " + sum.getKey() + " differs, see " + output);
      }
    }
  }
}
