package io.millrace.jobs;

/** A job did not finish; the message says why in one sentence. */
public final class JobFailedException extends RuntimeException {

  private final transient RunReport report;

  JobFailedException(String message, RunReport report, Throwable cause) {
    super(message, cause);
    this.report = report;
  }

  /** What is known of the run. */
  public RunReport report() {
    return report;
  }
}
