package io.millrace.jobs.stage;

import java.io.Serializable;
import java.util.Comparator;
import org.apache.spark.unsafe.types.UTF8String;

/**
 * Where a rejected record stands: an example, so that nobody need search for one.
 *
 * @param position in the file; null for a file that was rejected as a whole
 * @param shape the record with {@code x} for each letter and {@code 9} for each digit, so that it
 *     shows how it is written and not what it says; null if its text is not at hand
 */
public record RejectedAt(String file, Long position, String shape)
    implements Serializable, Comparable<RejectedAt> {

  /** Of a longer record the rest is not shown. */
  static final int LONGEST_SHAPE = 120;

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

  /** Of the text of a record, or null. */
  static String shape(UTF8String text) {
    if (text == null) {
      return null;
    }
    StringBuilder shape = new StringBuilder();
    text.substring(0, LONGEST_SHAPE)
        .toString()
        .codePoints()
        .forEach(letter -> shape.append(masked(letter)));
    return text.numChars() > LONGEST_SHAPE ? shape.append("\u2026").toString() : shape.toString();
  }

  /** What is neither a sign nor a blank of ASCII may be part of a name. */
  private static char masked(int letter) {
    if (letter >= '0' && letter <= '9') {
      return '9';
    }
    boolean sign = letter >= ' ' && letter <= '~' && !Character.isLetter(letter);
    return sign || letter == '\t' || letter == '\n' || letter == '\r' ? (char) letter : 'x';
  }
}
