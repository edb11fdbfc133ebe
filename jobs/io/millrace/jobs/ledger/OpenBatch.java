package io.millrace.jobs.ledger;

import java.util.List;

/**
 * A batch that was begun and is not done.
 *
 * @param number its number
 * @param files all its files
 * @param targets where their rows go
 * @param attempts the runs that tried
 */
public record OpenBatch(
    int number, List<LedgerFile> files, List<String> targets, List<String> attempts) {

  public OpenBatch {
    files = List.copyOf(files);
    targets = List.copyOf(targets);
    attempts = List.copyOf(attempts);
  }
}
