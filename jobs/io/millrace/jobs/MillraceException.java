package io.millrace.jobs;

/**
 * What ends {@link Millrace#main} on a platform: the message says why in one line, because a line
 * is what Glue shows of a failed run, Step Functions passes on and YARN keeps. It has a cause, and
 * a stack, only where the reason is not the user's to mend.
 */
public final class MillraceException extends RuntimeException {

  MillraceException(String line, Throwable cause) {
    super(line, cause, true, cause != null);
  }
}
