package io.millrace.jobs.glue;

import io.millrace.jobs.table.CatalogFailure;
import io.millrace.transforms.InvalidInputException;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;
import software.amazon.awssdk.awscore.exception.AwsServiceException;

/**
 * Calls of Glue's API. The SDK itself tries three times more; where that is not enough, because
 * rates are those of the whole account, a call waits longer and longer, by chance.
 */
record GlueCalls(CatalogFailure failure) {

  /** Errors that pass, also of one item of a batch. */
  private static final Set<String> PASSING =
      Set.of(
          "ThrottlingException",
          "ThrottledException",
          "Throttling",
          "TooManyRequestsException",
          "RequestLimitExceeded",
          "OperationTimeoutException",
          "InternalServiceException",
          "InternalServerException",
          "InternalFailure",
          "ServiceUnavailable",
          "ConcurrentModificationException");

  static final String ABSENT = "EntityNotFoundException";
  static final String EXISTS = "AlreadyExistsException";
  static final String CHANGED = "ConcurrentModificationException";

  /** Errors of what was sent: a part of it may do. */
  private static final Set<String> OF_CONTENT =
      Set.of("InvalidInputException", "ValidationException", "RequestEntityTooLargeException");

  private static final int SERVER_ERROR = 500;

  static final int ATTEMPTS = 6;

  private static final long FIRST_MILLIS = 100;

  /** Whether doing it again may help; {@code error} may be null, as AWS allows. */
  static boolean isPassing(String error) {
    return error != null && PASSING.contains(error);
  }

  /** Waits before attempt {@code next}, which is 1 for the first repetition: AWS's full jitter. */
  static void pause(int next) {
    try {
      Thread.sleep(ThreadLocalRandom.current().nextLong(1, (FIRST_MILLIS << next) + 1));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InvalidInputException("action: interrupted while it waited for Glue", e);
    }
  }

  /**
   * The answer.
   *
   * @param doing begins the sentence about a failure, such as {@code cannot reach}
   */
  <T> T ask(String doing, Supplier<T> call) {
    return ask(doing, Set.of(), call);
  }

  /**
   * The answer, for callers that know what to do with {@code known} errors, such as that something
   * is there already: of these they get the SDK's own exception.
   */
  <T> T askKnowing(String doing, Set<String> known, Supplier<T> call) {
    return ask(doing, known, call);
  }

  /** The answer to a batch; one that is refused for what is in it is the SDK's own exception. */
  <T> T askBatch(String doing, Supplier<T> call) {
    return ask(doing, OF_CONTENT, call);
  }

  private <T> T ask(String doing, Set<String> forCaller, Supplier<T> call) {
    for (int attempt = 1; ; attempt++) {
      try {
        return call.get();
      } catch (AwsServiceException e) {
        String error = code(e);
        if (forCaller.contains(error)) {
          throw e;
        }
        if (attempt == ATTEMPTS || !isPassing(e)) {
          throw failed(doing, e);
        }
        pause(attempt);
      } catch (RuntimeException | LinkageError e) {
        throw failed(doing, e);
      }
    }
  }

  /** The name of the error; empty if there is none, as in an answer of a proxy. */
  static String code(AwsServiceException e) {
    String code = e.awsErrorDetails() == null ? null : e.awsErrorDetails().errorCode();
    return code == null ? "" : code;
  }

  private static boolean isPassing(AwsServiceException e) {
    return isPassing(code(e)) || e.isThrottlingException() || e.statusCode() >= SERVER_ERROR;
  }

  InvalidInputException failed(String doing, Throwable e) {
    return new InvalidInputException("action." + failure.sentence(doing, e), e);
  }
}
