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

  private static final Set<String> STATES =
      Set.of(
          "EntityNotFoundException", "AlreadyExistsException", "ConcurrentModificationException");

  static final int ATTEMPTS = 6;

  private static final long FIRST_MILLIS = 100;

  /** Whether doing it again may help. */
  static boolean isPassing(String error) {
    return PASSING.contains(error);
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
   * The answer, for callers that know what to do where something is there already, is not there or
   * has changed: they get the SDK's own exception.
   */
  <T> T askKnowing(String doing, Supplier<T> call) {
    return ask(doing, STATES, call);
  }

  private <T> T ask(String doing, Set<String> forCaller, Supplier<T> call) {
    for (int attempt = 1; ; attempt++) {
      try {
        return call.get();
      } catch (AwsServiceException e) {
        String error = e.awsErrorDetails() == null ? "" : e.awsErrorDetails().errorCode();
        if (forCaller.contains(error)) {
          throw e;
        }
        if (attempt == ATTEMPTS || !(isPassing(error) || e.isThrottlingException())) {
          throw failed(doing, e);
        }
        pause(attempt);
      } catch (RuntimeException | LinkageError e) {
        throw failed(doing, e);
      }
    }
  }

  InvalidInputException failed(String doing, Throwable e) {
    return new InvalidInputException("action." + failure.sentence(doing, e), e);
  }
}
