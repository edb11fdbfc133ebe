package io.millrace.jobs;

import io.millrace.jobs.ledger.BatchRecord;
import io.millrace.jobs.ledger.Ledger;
import io.millrace.transforms.InvalidInputException;
import java.util.Optional;

/**
 * How one run uses the ledger, in the words of AWS Glue's {@code --job-bookmark-option}.
 *
 * @param option what is done
 * @param from of a pause: only what was read after this entry or run; absent for all that is new
 * @param to of a pause: the last entry or run whose files are read; absent for the newest
 * @see <a href="https://docs.aws.amazon.com/glue/latest/dg/monitor-continuations.html">Tracking
 *     processed data using job bookmarks</a>
 */
record Bookmark(Option option, Optional<String> from, Optional<String> to) {

  /** {@code job-bookmark-enable} and so on. */
  enum Option {
    /** Reads what is new and remembers it. */
    ENABLE,
    /** Reads all and remembers nothing. */
    DISABLE,
    /** Reads what is new, or what a range of batches read, and remembers nothing. */
    PAUSE
  }

  static final Bookmark ENABLED = new Bookmark(Option.ENABLE, Optional.empty(), Optional.empty());

  private static final String PREFIX = "job-bookmark-";

  /** Reads the options of the command line. */
  static Bookmark of(Arguments arguments) {
    Optional<String> from = arguments.option(PREFIX + "from");
    Optional<String> to = arguments.option(PREFIX + "to");
    Option option = arguments.option(PREFIX + "option").map(Bookmark::option).orElse(Option.ENABLE);
    if (option != Option.PAUSE && (from.isPresent() || to.isPresent())) {
      throw new InvalidCommandException(
          "--job-bookmark-from and --job-bookmark-to are for --job-bookmark-option job-bookmark-pause");
    }
    return new Bookmark(option, from, to);
  }

  private static Option option(String text) {
    for (Option option : Option.values()) {
      if ((PREFIX + io.millrace.transforms.StepName.kebab(option.name())).equals(text)) {
        return option;
      }
    }
    throw new InvalidCommandException(
        "--job-bookmark-option is '%s', but must be job-bookmark-enable, job-bookmark-disable or job-bookmark-pause"
            .formatted(text));
  }

  /** Whether files are read that were read before. */
  boolean isRange() {
    return from.isPresent() || to.isPresent();
  }

  /** Whether a batch is among those to be read again. */
  boolean includes(int batch, Ledger ledger) {
    return batch > from.map(text -> number(text, ledger)).orElse(0)
        && batch <= to.map(text -> number(text, ledger)).orElse(Integer.MAX_VALUE);
  }

  /** The number of an entry, given as such or by the run that did it. */
  static int number(String text, Ledger ledger) {
    return ledger.batches().stream()
        .filter(batch -> batch.run().equals(text) || String.valueOf(batch.number()).equals(text))
        .mapToInt(BatchRecord::number)
        .findFirst()
        .orElseThrow(
            () ->
                new InvalidInputException(
                    "the ledger %s has no batch or run '%s'; ledger show lists them"
                        .formatted(ledger.path(), text)));
  }
}
