package io.millrace.notebooks;

import java.util.ArrayList;
import java.util.List;

/**
 * An axis of amounts that begins at 0 and has round marks.
 *
 * @param step from mark to mark: 1, 2 or 5 times a power of ten
 * @param marks how many there are above 0
 */
record Axis(double step, int marks) {

  private static final int MOST_MARKS = 5;

  /** Up to the first mark that is no less than {@code greatest}. */
  static Axis to(double greatest) {
    double step =
        Math.pow(10, Math.floor(Math.log10((greatest > 0 ? greatest : MOST_MARKS) / MOST_MARKS)));
    for (double factor : new double[] {1, 2, 5, 10}) {
      int marks = (int) Math.ceil(greatest / (step * factor));
      if (marks <= MOST_MARKS) {
        return new Axis(step * factor, Math.max(marks, 1));
      }
    }
    throw new IllegalStateException("no axis to " + greatest);
  }

  double end() {
    return step * marks;
  }

  /** From 0 to the end. */
  List<Double> values() {
    List<Double> values = new ArrayList<>();
    for (int i = 0; i <= marks; i++) {
      values.add(step * i);
    }
    return values;
  }
}
