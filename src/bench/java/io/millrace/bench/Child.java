package io.millrace.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.OptionalDouble;
import java.util.concurrent.TimeUnit;

/** A process that is measured from its start to its exit. */
final class Child {

  private static final String JOB_SECONDS = "job-seconds ";
  private static final long POLL_MILLIS = 20;

  /**
   * What it took.
   *
   * @param cpu user and system seconds, its own children's included
   * @param peakBytes the most memory that it held (resident set)
   * @param job the seconds that it printed as its job's; absent if it printed none
   */
  record Measured(double wall, double cpu, long peakBytes, OptionalDouble job) {}

  private final List<String> command;
  private final Path log;

  Child(List<String> command, Path log) {
    this.command = command;
    this.log = log;
  }

  /** Called in the process itself. */
  static void sayJobSeconds(Duration job) {
    System.out.println(JOB_SECONDS + job.toMillis() / 1000.0);
  }

  Measured run() throws IOException, InterruptedException {
    double cpuBefore = ProcFiles.childCpuSeconds();
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
    builder.environment().put("SPARK_LOCAL_IP", "127.0.0.1");
    long begun = System.nanoTime();
    Process process = builder.start();
    long peak = 0;
    do {
      peak = Math.max(peak, ProcFiles.peakBytes(process.pid()));
    } while (!process.waitFor(POLL_MILLIS, TimeUnit.MILLISECONDS));
    double wall = (System.nanoTime() - begun) / 1e9;
    if (process.exitValue() != 0) {
      throw new IllegalStateException(
          "exit code %s of: %s%n%s"
              .formatted(process.exitValue(), String.join(" ", command), Files.readString(log)));
    }
    return new Measured(wall, ProcFiles.childCpuSeconds() - cpuBefore, peak, jobSeconds());
  }

  private OptionalDouble jobSeconds() throws IOException {
    try (var lines = Files.lines(log)) {
      return lines
          .filter(line -> line.startsWith(JOB_SECONDS))
          .mapToDouble(line -> Double.parseDouble(line.substring(JOB_SECONDS.length())))
          .findFirst();
    }
  }
}
