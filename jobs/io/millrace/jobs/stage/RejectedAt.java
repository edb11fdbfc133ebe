package io.millrace.jobs.stage;

import java.io.Serializable;
import java.util.Comparator;

/**
 * Where a rejected record stands: an example, so that nobody need search for one.
 *
 * @param position in the file; null for a file that was rejected as a whole
 */
public record RejectedAt(String file, Long position)
    implements Serializable, Comparable<RejectedAt> {

  private static final Comparator<RejectedAt> ORDER =
      Comparator.comparing(RejectedAt::file)
          .thenComparing(RejectedAt::position, Comparator.nullsFirst(Comparator.naturalOrder()));

  @Override
  public int compareTo(RejectedAt other) {
    return ORDER.compare(this, other);
  }

  /** The first of two, so that the same rows always have the same example. */
  static RejectedAt first(RejectedAt one, RejectedAt other) {
    return one.compareTo(other) <= 0 ? one : other;
  }
}
