package io.millrace.deploy;

/** A task, or a state, that failed, with the error name that a Retry or Catch goes by. */
public final class TaskFailure extends RuntimeException {

  private final String error;

  public TaskFailure(String error, String cause) {
    super(cause);
    this.error = error;
  }

  public String error() {
    return error;
  }
}
