package io.millrace.jobs.register;

/** Somebody else has changed the table since it was looked at; look again. */
public final class ConflictException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** With what the catalog said. */
  public ConflictException(Throwable cause) {
    super(cause.getMessage(), cause);
  }
}
