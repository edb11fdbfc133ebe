package io.millrace.jobs;

import io.millrace.jobs.config.InvalidConfigException;
import io.millrace.jobs.config.JobFiles;
import io.millrace.transforms.InvalidInputException;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What {@link Millrace} does where it can run. It returns when the verb is done and throws when it
 * failed. Where the launcher names a status file ({@code -Dmillrace.status-file}), a failure is
 * printed in a sentence and the file gets 1 (the job failed) or 2 (the file or the command line is
 * wrong) instead.
 */
final class CommandLine {

  private CommandLine() {}

  /** Runs one verb. */
  static void run(String... args) {
    // Through System's own: a platform, or a notebook, may have put its log in their place.
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    String statusFile = System.getProperty("millrace.status-file");
    try {
      new Verbs(out).run(Arguments.parse(args));
    } catch (Exception e) {
      if (statusFile == null) {
        throw inOneLine(e);
      }
      report(e, Path.of(statusFile));
    }
  }

  private static boolean isConfig(Exception failure) {
    return failure instanceof InvalidConfigException || failure instanceof InvalidCommandException;
  }

  private static String sentence(Exception failure) {
    return JobFiles.masked(
        isConfig(failure) || failure instanceof JobFailedException
            ? failure.getMessage()
            : FailureText.of(failure));
  }

  /** A stack trace tells developers something; users are told what to change. */
  private static MillraceException inOneLine(Exception failure) {
    Throwable reason = failure instanceof JobFailedException ? failure.getCause() : failure;
    boolean told = isConfig(failure) || reason instanceof InvalidInputException;
    String line = sentence(failure).strip().replaceAll("\\s*\\R\\s*", " ");
    return new MillraceException(line, told ? null : failure);
  }

  private static void report(Exception failure, Path statusFile) {
    PrintStream err = new PrintStream(System.err, true, StandardCharsets.UTF_8);
    err.println(sentence(failure));
    if (failure instanceof JobFailedException job && job.report().path() != null) {
      err.println("Run report: " + JobFiles.masked(job.report().path()));
    }
    try {
      Files.writeString(statusFile, isConfig(failure) ? "2" : "1");
    } catch (IOException e) {
      failure.addSuppressed(e);
      throw new IllegalStateException(failure);
    }
  }
}
