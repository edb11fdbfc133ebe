package io.millrace.udf;

/** Networks that no address can be looked up in; the message is one clear sentence. */
public final class InvalidNetworksException extends IllegalArgumentException {

  private static final long serialVersionUID = 1;

  InvalidNetworksException(String message) {
    super(message);
  }
}
