package io.millrace.jobs.ledger;

import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The name of a file of a ledger: {@code 0000000012.plan.jsonl}, {@code 0000000012.try-RUN.jsonl}.
 *
 * @param number of the entry
 * @param kind what it says
 * @param run of a try; empty otherwise
 */
record EntryName(int number, Kind kind, String run) implements Comparable<EntryName> {

  /** In the order in which those of one number count. */
  enum Kind {
    PLAN,
    TRY,
    DONE,
    FORGET,
    REWIND,
    RESET,
    SNAPSHOT
  }

  private static final Pattern NAME =
      Pattern.compile("(0\\d{9})[.]([a-z]+)(?:-([^/]+))?[.]jsonl(?:[.]gz)?");

  static EntryName of(int number, Kind kind) {
    return new EntryName(number, kind, "");
  }

  static Optional<EntryName> parse(String name) {
    Matcher matcher = NAME.matcher(name);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    for (Kind kind : Kind.values()) {
      if (word(kind).equals(matcher.group(2))) {
        String run = matcher.group(3) == null ? "" : matcher.group(3);
        return Optional.of(new EntryName(Integer.parseInt(matcher.group(1)), kind, run));
      }
    }
    return Optional.empty();
  }

  String text() {
    return String.format(
        Locale.ROOT,
        "%010d.%s%s.jsonl%s",
        number,
        word(kind),
        run.isEmpty() ? "" : "-" + run,
        isCompressed() ? ".gz" : "");
  }

  boolean isCompressed() {
    return kind == Kind.SNAPSHOT;
  }

  private static String word(Kind kind) {
    return kind.name().toLowerCase(Locale.ROOT);
  }

  @Override
  public int compareTo(EntryName other) {
    return Comparator.comparingInt(EntryName::number)
        .thenComparing(EntryName::kind)
        .thenComparing(EntryName::run)
        .compare(this, other);
  }
}
