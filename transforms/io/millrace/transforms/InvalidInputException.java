package io.millrace.transforms;

/**
 * The rows are not what a step, source or sink needs: the message says what, where and what to do.
 */
public class InvalidInputException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** A failure that the user can mend; {@code message} is one clear sentence. */
  public InvalidInputException(String message) {
    super(message);
  }

  /** The same, with what the platform said. */
  public InvalidInputException(String message, Throwable cause) {
    super(message, cause);
  }
}
