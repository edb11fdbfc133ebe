package io.millrace.jobs.sample;

import java.util.List;
import java.util.Locale;

/** A name and what follows from it. */
record Person(String first, String last, boolean woman) {

  static Person any(SplitMix64 random) {
    boolean woman = random.below(2) == 0;
    List<String> firsts = woman ? Names.WOMEN : Names.MEN;
    return new Person(
        firsts.get(random.below(firsts.size())),
        Names.FAMILIES.get(random.below(Names.FAMILIES.size())),
        woman);
  }

  String fullName() {
    return first + " " + last;
  }

  /** At a reserved name, so that nobody's mailbox is meant. */
  String email() {
    return (first + "." + last).toLowerCase(Locale.ROOT) + "@example.com";
  }

  /** {@code CLEAR SPRINGS} as {@code Clear springs}. */
  static String capital(String name) {
    return name.charAt(0) + name.substring(1).toLowerCase(Locale.ROOT);
  }
}
