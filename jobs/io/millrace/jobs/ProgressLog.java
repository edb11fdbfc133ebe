package io.millrace.jobs;

import io.millrace.jobs.io.Reading;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;

/** Says each part of a run as it begins, in a line of its own, for what keeps lines: a log. */
final class ProgressLog implements Progress {

  private final String job;
  private final PrintStream log;
  private final Instant started = Instant.now();

  ProgressLog(String job, PrintStream log) {
    this.job = job;
    this.log = log;
  }

  /** Through System's own, where a platform may have put its log. */
  static Progress onStandardError(String job) {
    return new ProgressLog(job, new PrintStream(System.err, true, StandardCharsets.UTF_8));
  }

  @Override
  public void part(String name) {
    say(name);
  }

  @Override
  public void reading(Reading reading) {
    String files =
        reading.files().isEmpty()
            ? ""
            : Amounts.of(reading.files().size(), "file") + ", " + Amounts.bytes(reading.bytes());
    String input = reading.table().map(table -> table.table().toString()).orElse(files);
    if (!input.isEmpty()) {
      say("reading " + input);
    }
  }

  private void say(String what) {
    long seconds = Duration.between(started, Instant.now()).toSeconds();
    log.println(job + ": " + what + ", after " + seconds + " s");
  }

  @Override
  public void close() {}
}
