package io.millrace.jobs;

import io.millrace.jobs.ledger.Ledger;
import io.millrace.transforms.InvalidInputException;
import java.util.Map;

/**
 * The sources that a ledger remembers, against those that the job has: one that was moved within
 * the job must not be taken for a new one, of which nothing was read.
 *
 * @param now the places where the job reads, each with its folder
 */
record KnownSources(Ledger ledger, Map<String, String> now) {

  /** Each of them is where it was. */
  void requireAll() {
    ledger.roots().keySet().stream()
        .filter(place -> !now.containsKey(place))
        .findFirst()
        .ifPresent(this::refuse);
  }

  /** This one is among them. */
  void require(String place) {
    if (!ledger.roots().isEmpty() && !ledger.roots().containsKey(place)) {
      refuse(place);
    }
  }

  private void refuse(String place) {
    throw new InvalidInputException(
        "the ledger %s remembers files of %s, but the job reads %s; put its steps back as they were, or begin anew with ledger reset and ledger mark-read"
            .formatted(
                ledger.path(),
                String.join(", ", ledger.roots().keySet()),
                now.isEmpty() ? place : String.join(", ", now.keySet())));
  }
}
