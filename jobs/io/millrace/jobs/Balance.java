package io.millrace.jobs;

import io.millrace.jobs.stage.Rejected;
import io.millrace.jobs.stage.StagedOutput;
import io.millrace.transforms.InvalidInputException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * One output's rows: {@code read = written + rejected + filtered}, and what steps that change the
 * number of rows added or took away.
 *
 * @param output index of the output
 * @param recounting the steps that may change the number of rows
 */
record Balance(
    int output,
    String target,
    long read,
    long written,
    long rejected,
    long filtered,
    List<String> recounting) {

  static Balance of(int index, Flow.Branch branch, long read, StagedOutput mine) {
    return new Balance(
        index,
        branch.output().sink().target(),
        read,
        mine.written(),
        mine.rejectedRows(),
        mine.filteredRows(),
        branch.recounting());
  }

  static long arrived(StagedOutput output) {
    return output.written() + output.rejectedRows() + output.filteredRows();
  }

  /** Rows that appeared or vanished in steps that may do that. */
  long changed() {
    return written + rejected + filtered - read;
  }

  void require() {
    if (recounting.isEmpty() && changed() != 0) {
      throw new InvalidInputException(
          "outputs[%s]: the counts do not agree, so nothing was written: %s rows read, but %s written, %s rejected and %s filtered"
              .formatted(output, read, written, rejected, filtered));
    }
  }

  /** {@code "900 x read: not a bigint (column bytes); 3 x cast: …"}. */
  static String reasons(List<StagedOutput> outputs) {
    Map<Rejected, Long> all = new HashMap<>();
    outputs.forEach(
        output -> output.rejected().forEach((reason, rows) -> all.merge(reason, rows, Long::sum)));
    return all.entrySet().stream()
        .sorted(Map.Entry.<Rejected, Long>comparingByValue().reversed())
        .limit(5)
        .map(entry -> entry.getValue() + " x " + entry.getKey().sentence())
        .collect(Collectors.joining("; "));
  }
}
