package io.millrace.jobs;

import io.millrace.transforms.InvalidInputException;

/**
 * A table that an earlier run found and this one does not. It is run all the same: whether files
 * may be gone is for its source to say, which may archive what was read.
 */
record VanishedTable(String name, String reports) {

  /** The failure, with what to do about it. */
  JobFailedException told(JobFailedException failure) {
    Throwable cause = failure.getCause();
    String kept = told(ValueFailure.sentence(cause));
    return new JobFailedException(
        told(failure.getMessage()), failure.report(), new InvalidInputException(kept, cause));
  }

  String told(String why) {
    return "%s. The folder of %s was there in an earlier run: if the source was truncated or dropped, empty the target and take %s out of %s/tables.json; if it is loaded anew, wait for its files and let one run replace the target, by full-refresh where changes are merged"
        .formatted(why, name, name, reports);
  }
}
