package io.millrace.jobs.register;

import java.util.Optional;

/** Folders as catalogs spell them: {@code s3}, {@code s3a} and {@code s3n} are one place. */
public final class Locations {

  private Locations() {}

  /** One spelling for all of the same place. */
  static String plain(String location) {
    String plain = location.replaceFirst("^s3[an]://", "s3://").replaceFirst("^file:/+", "file:/");
    return plain.replaceFirst("/+$", "");
  }

  /** Whether both are the same place. */
  public static boolean isSame(String one, String other) {
    return plain(one).equals(plain(other));
  }

  /** How {@code one} lies to {@code other}, in words: empty if neither holds the other. */
  static Optional<String> relation(String one, String other) {
    String low = plain(one);
    String high = plain(other);
    if (low.isEmpty() || high.isEmpty()) {
      return Optional.empty();
    }
    if (low.equals(high)) {
      return Optional.of("is that of");
    }
    if (low.startsWith(high + "/")) {
      return Optional.of("lies in that of");
    }
    return high.startsWith(low + "/") ? Optional.of("holds that of") : Optional.empty();
  }

  /**
   * A sentence about a table's folder and that of another one, if one of them holds the other.
   *
   * @param table of the other one
   */
  public static Optional<String> neighbour(String location, String table, String its) {
    return relation(location, its).map(how -> how + " table " + table);
  }
}
