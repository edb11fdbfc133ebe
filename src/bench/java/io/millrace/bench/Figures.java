package io.millrace.bench;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * One run of one engine.
 *
 * @param wall seconds from the start of the process to its end
 * @param job seconds from a session that is up to output that readers see
 * @param cpu user and system seconds of the whole process
 * @param peakMb the most memory that the process held, megabytes
 */
record Figures(double wall, double job, double cpu, double peakMb, double outputMb, int files) {

  /** Of a process that took {@code job} seconds for its job and left these files. */
  static Figures of(Child.Measured measured, double job, List<Path> files) {
    return new Figures(
        measured.wall(),
        job,
        measured.cpu(),
        measured.peakBytes() / 1e6,
        files.stream().mapToLong(path -> path.toFile().length()).sum() / 1e6,
        files.size());
  }

  String sentence() {
    return String.format(
        Locale.ROOT,
        "whole %.1f s, job %.1f s, CPU %.1f s, peak %.0f MB, output %.0f MB in %d files",
        wall,
        job,
        cpu,
        peakMb,
        outputMb,
        files);
  }
}
