package io.millrace.jobs.table;

/** What the platform said of a failure, in a line. */
final class Said {

  private Said() {}

  /** The first line of the innermost message. */
  static String by(Throwable failure) {
    Throwable innermost = failure;
    while (innermost.getCause() != null && innermost.getCause() != innermost) {
      innermost = innermost.getCause();
    }
    String message = String.valueOf(innermost.getMessage()).strip();
    return message.lines().findFirst().orElse(innermost.getClass().getSimpleName());
  }
}
