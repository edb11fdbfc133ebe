package io.millrace.jobs.sample;

/** Decimal numbers kept as whole ones, so that no machine rounds them otherwise. */
final class Decimals {

  private Decimals() {}

  /** {@code -330} hundredths are {@code -3.3}; {@code places} is the number of digits cut off. */
  static String text(long units, int places) {
    StringBuilder text = new StringBuilder(16).append(Math.abs(units));
    while (text.length() <= places) {
      text.insert(0, '0');
    }
    int point = text.length() - places;
    int end = text.length();
    while (end > point && text.charAt(end - 1) == '0') {
      end--;
    }
    text.setLength(end);
    if (end > point) {
      text.insert(point, '.');
    }
    return units < 0 ? text.insert(0, '-').toString() : text.toString();
  }
}
