package io.millrace.jobs.table;

import java.net.ConnectException;

/** What the platform said of a failure, in a line. */
final class Said {

  private Said() {}

  /** The first line of the innermost message, but for one that does not say who was called. */
  static String by(Throwable failure) {
    Throwable innermost = failure;
    while (innermost.getCause() != null
        && innermost.getCause() != innermost
        && !(innermost instanceof ConnectException)) {
      innermost = innermost.getCause();
    }
    String message = String.valueOf(innermost.getMessage()).strip();
    return message.lines().findFirst().orElse(innermost.getClass().getSimpleName());
  }
}
