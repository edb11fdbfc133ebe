package io.millrace.jobs;

import io.millrace.jobs.config.InvalidConfigException;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The command line, the same on every platform. It returns when the verb is done and throws when it
 * failed. Where the launcher names a status file ({@code -Dmillrace.status-file}), a failure is
 * printed in a sentence and the file gets 1 (the job failed) or 2 (the file or the command line is
 * wrong) instead.
 */
public final class Millrace {

  private Millrace() {}

  /** Runs one verb. */
  public static void main(String[] args) {
    PrintStream out =
        new PrintStream(
            new java.io.FileOutputStream(java.io.FileDescriptor.out), true, StandardCharsets.UTF_8);
    String statusFile = System.getProperty("millrace.status-file");
    try {
      new Verbs(out).run(Arguments.parse(args));
    } catch (Exception e) {
      if (statusFile == null) {
        throw e;
      }
      report(e, Path.of(statusFile));
    }
  }

  private static void report(Exception failure, Path statusFile) {
    boolean config =
        failure instanceof InvalidConfigException || failure instanceof InvalidCommandException;
    PrintStream err =
        new PrintStream(
            new java.io.FileOutputStream(java.io.FileDescriptor.err), true, StandardCharsets.UTF_8);
    err.println(
        config || failure instanceof JobFailedException
            ? failure.getMessage()
            : FailureText.of(failure));
    if (failure instanceof JobFailedException job && job.report().path() != null) {
      err.println("Run report: " + job.report().path());
    }
    try {
      Files.writeString(statusFile, config ? "2" : "1");
    } catch (IOException e) {
      failure.addSuppressed(e);
      throw new IllegalStateException(failure);
    }
  }
}
