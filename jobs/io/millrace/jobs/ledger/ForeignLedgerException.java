package io.millrace.jobs.ledger;

import io.millrace.transforms.InvalidInputException;

/** A ledger is that of another job. */
public final class ForeignLedgerException extends InvalidInputException {

  private static final long serialVersionUID = 1L;

  ForeignLedgerException(String message) {
    super(message);
  }
}
