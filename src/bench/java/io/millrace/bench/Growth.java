package io.millrace.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Runs one job at many sizes in turn, whole processes, and says how its cost grows. Started by
 * {@code src/bench/growth}.
 */
final class Growth {

  private static final List<String> COLUMNS =
      List.of("ip_address", "username", "timestamp", "request", "http", "bytes", "toppage", "time");

  private final Home home;
  private final Options options;
  private final Map<Long, Map<String, String>> expected = new HashMap<>();

  private Growth(Home home, Options options) {
    this.home = home;
    this.options = options;
  }

  public static void main(String[] args) throws IOException, InterruptedException, SQLException {
    Home home = new Home(Path.of(System.getProperty("millrace.basedir", "")).toAbsolutePath());
    new Growth(home, Options.parse(args, 500_000)).run();
  }

  private void run() throws IOException, InterruptedException, SQLException {
    List<GrowthPoint> points = GrowthPoint.all(options.rows());
    for (GrowthPoint point : points) {
      new GrowthInput(home).of(point);
    }
    measure(points.get(0)); // makes the archive of classes, as a user's first run does
    GrowthReport report = new GrowthReport(options);
    Path file = home.bench().resolve("growth.md");
    for (int round = 1; round <= options.rounds(); round++) {
      for (GrowthPoint point : points) {
        Figures figures = measure(point);
        report.add(point, figures);
        System.out.printf(
            Locale.ROOT, "round %d  %s: %s%n", round, point.title(), figures.sentence());
      }
      Files.writeString(file, report.markdown());
    }
    System.out.printf("%n%s%nWritten to %s%n", report.markdown(), file);
  }

  private Figures measure(GrowthPoint point)
      throws IOException, InterruptedException, SQLException {
    Path target = home.bench().resolve("growth/out");
    Output.delete(target);
    Files.createDirectories(target);
    Child.Measured measured = new Child(command(point, target), target.resolve("log")).run();
    Output output = new Output(target.resolve("rows"), COLUMNS, "*/*.parquet");
    Map<String, String> sums = output.checksums(options.threads());
    if (!expected.computeIfAbsent(point.rows(), rows -> sums).equals(sums)) {
      throw new IllegalStateException(point.title() + " wrote other rows, see " + output);
    }
    double job = RunReports.jobSeconds(target.resolve("reports"));
    return Figures.of(measured, job, output.files());
  }

  /** One core is one that the process is held to, or its compiler would use the other. */
  private List<String> command(GrowthPoint point, Path target) throws IOException {
    List<String> command =
        new ArrayList<>(List.of("taskset", "-c", point.cores() == 1 ? "0" : "0,1"));
    command.addAll(
        new JavaCommand(home, options.heap(), point.cores())
            .millrace(
                home.millraceJar(),
                List.of(),
                List.of(
                    home.root().resolve("src/bench/conf/growth.conf").toString(),
                    "--vars.input",
                    new GrowthInput(home).of(point).toString(),
                    "--vars.output",
                    target.resolve("rows").toString(),
                    "--vars.reports",
                    target.resolve("reports").toString(),
                    "--vars.folders",
                    String.valueOf(point.folders()))));
    return command;
  }
}
