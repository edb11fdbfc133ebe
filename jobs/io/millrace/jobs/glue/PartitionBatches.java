package io.millrace.jobs.glue;

import io.millrace.jobs.register.PartitionFolder;
import io.millrace.transforms.InvalidInputException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.spark.sql.types.StructType;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.glue.model.ErrorDetail;

/**
 * One operation on many partitions, in batches. Each item of a batch is done or not by itself: what
 * fails for the moment is tried again, alone; what fails for good stops no other.
 *
 * @param doing begins the sentence about a failure
 * @param keys the partition keys, for that sentence
 * @param size the most that a call takes
 * @param done the error that says of an item that it is done already
 * @param call gives the errors of a batch, by the values of the items
 */
record PartitionBatches(
    GlueCalls calls,
    String doing,
    StructType keys,
    int size,
    String done,
    Function<List<PartitionFolder>, Map<List<String>, ErrorDetail>> call) {

  private static final int NAMED = 3;

  /**
   * Does all, and tells how many were done already.
   *
   * @throws InvalidInputException naming what could not be done, when all else is
   */
  int of(List<PartitionFolder> partitions) {
    List<PartitionFolder> left = partitions;
    Map<String, ErrorDetail> failed = new LinkedHashMap<>();
    int already = 0;
    for (int attempt = 1; !left.isEmpty(); attempt++) {
      if (attempt > 1) {
        GlueCalls.pause(attempt - 1);
      }
      List<PartitionFolder> again = new ArrayList<>();
      for (int from = 0; from < left.size(); from += size) {
        List<PartitionFolder> some = left.subList(from, Math.min(left.size(), from + size));
        Map<List<String>, ErrorDetail> errors = errors(some);
        for (PartitionFolder one : some) {
          ErrorDetail error = errors.get(one.values());
          if (error == null) {
            continue;
          }
          if (done.equals(error.errorCode())) {
            already++;
          } else if (attempt < GlueCalls.ATTEMPTS && GlueCalls.isPassing(error.errorCode())) {
            again.add(one);
          } else {
            failed.put(one.name(keys), error);
          }
        }
      }
      left = again;
    }
    if (!failed.isEmpty()) {
      throw failure(failed, partitions.size());
    }
    return already;
  }

  /** What is refused as a whole is halved, until those are alone for which it is. */
  private Map<List<String>, ErrorDetail> errors(List<PartitionFolder> some) {
    try {
      return call.apply(some);
    } catch (AwsServiceException e) {
      if (some.size() == 1) {
        String said = e.awsErrorDetails().errorMessage();
        return Map.of(
            some.get(0).values(),
            ErrorDetail.builder().errorCode(GlueCalls.code(e)).errorMessage(said).build());
      }
      Map<List<String>, ErrorDetail> all =
          new LinkedHashMap<>(errors(some.subList(0, some.size() / 2)));
      all.putAll(errors(some.subList(some.size() / 2, some.size())));
      return all;
    }
  }

  private InvalidInputException failure(Map<String, ErrorDetail> failed, int all) {
    String some =
        failed.entrySet().stream()
            .limit(NAMED)
            .map(one -> one.getKey() + ": " + one.getValue().errorMessage())
            .collect(Collectors.joining(", "));
    String more = failed.size() > NAMED ? " and %s more".formatted(failed.size() - NAMED) : "";
    return new InvalidInputException(
        "action.table: %s %s, for %s of %s: %s%s; the others are done, run again for these"
            .formatted(doing, calls.failure().table(), failed.size(), all, some, more));
  }
}
