package io.millrace.udf;

/** A query calls {@code token} in a way that cannot work; the sentence holds no key. */
public final class InvalidTokenCallException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** With what is wrong and what to do. */
  InvalidTokenCallException(String message) {
    super(message);
  }
}
