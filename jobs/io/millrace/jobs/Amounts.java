package io.millrace.jobs;

import io.millrace.jobs.page.Figures;
import java.util.Locale;

/** Numbers for a reader. */
final class Amounts {

  private Amounts() {}

  /** {@code 8,400,000}. */
  static String count(long value) {
    return Figures.count(value);
  }

  /** {@code 1 file}, {@code 8,400,000 files}. */
  static String of(long value, String thing) {
    return Figures.of(value, thing);
  }

  /** {@code 675.2 MB}, in powers of ten. */
  static String bytes(long value) {
    return Figures.bytes(value);
  }

  /** {@code 12.3 s}. */
  static String seconds(double value) {
    return String.format(Locale.ROOT, "%.1f s", value);
  }
}
