package io.millrace.jobs;

import java.util.Locale;

/** Numbers for a reader. */
final class Amounts {

  private Amounts() {}

  /** {@code 8,400,000}. */
  static String count(long value) {
    return String.format(Locale.ROOT, "%,d", value);
  }

  /** {@code 1 file}, {@code 8,400,000 files}. */
  static String of(long value, String thing) {
    return count(value) + " " + thing + (value == 1 ? "" : "s");
  }

  /** {@code 675.2 MB}, in powers of ten. */
  static String bytes(long value) {
    String[] units = {"B", "kB", "MB", "GB", "TB"};
    double amount = value;
    int unit = 0;
    while (amount >= 1000 && unit < units.length - 1) {
      amount /= 1000;
      unit++;
    }
    return unit == 0 ? value + " B" : String.format(Locale.ROOT, "%.1f %s", amount, units[unit]);
  }

  /** {@code 12.3 s}. */
  static String seconds(double value) {
    return String.format(Locale.ROOT, "%.1f s", value);
  }
}
